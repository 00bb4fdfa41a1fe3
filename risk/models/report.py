"""Reports of risk: what they are about, their versions, the figures frozen with them, and who wrote what."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.states import StatefulModel


class RiskReport(models.Model):
    """A report with all its versions: of a month, or about a subject."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", _("Monthly risk report")
        WARNING = "warning", _("Risk warning report")
        ASSESSMENT = "assessment", _("Risk assessment report")

    class Subject(models.TextChoices):
        BOOK = "book", pgettext_lazy("report subject", "The whole book")
        DEALER = "dealer", pgettext_lazy("report subject", "Dealer")
        PRODUCT = "product", pgettext_lazy("report subject", "Product")
        REGION = "region", pgettext_lazy("report subject", "Region")
        GRADE = "grade", pgettext_lazy("report subject", "Grade")
        RULE = "rule", pgettext_lazy("report subject", "Rule of screening")
        EVENT = "event", pgettext_lazy("report subject", "Operational-risk event")

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    # The first day of the month it reports on.
    month_on = models.DateField(null=True, blank=True)
    subject = models.CharField(max_length=10, choices=Subject, default=Subject.BOOK)
    # The subject's number or code.
    subject_key = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=120, blank=True, default="")
    # Whom a warning is sent to, who answers by a day.
    addressee = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer_due_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=2000, blank=True, default="")
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # Nobody: the close made it.
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="monthly", month_on__isnull=False)
                | Q(kind__in=["warning", "assessment"], month_on__isnull=True),
                name="risk_report_of_a_month_or_a_subject",
            ),
            models.CheckConstraint(
                condition=~Q(kind="warning") | Q(addressee__isnull=False, answer_due_on__isnull=False),
                name="risk_report_warning_asks_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="risk_report_answered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["month_on"], condition=Q(kind="monthly"), name="risk_report_once_a_month"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReportVersion(StatefulModel):
    """One version of a report; a signed one never changes, a correction is the next."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "Draft")
        SUBMITTED = "submitted", pgettext_lazy("report", "Waits for signature")
        SIGNED = "signed", pgettext_lazy("report", "Signed")
        SEEN = "seen", pgettext_lazy("report", "Signed, seen by the management")
        CORRECTED = "corrected", pgettext_lazy("report", "Corrected by a newer version")
        DROPPED = "dropped", pgettext_lazy("report", "Draft dropped")

    class Conclusion(models.TextChoices):
        ACCEPTABLE = "acceptable", _("Acceptable")
        CONDITIONS = "conditions", _("Acceptable under conditions")
        REFUSED = "refused", _("Not acceptable")

    EVENT_NAME: ClassVar[str] = "risk_report"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"submitted", "dropped"}),
        "submitted": frozenset({"draft", "signed"}),
        "signed": frozenset({"seen", "corrected"}),
        "seen": frozenset({"corrected"}),
    }
    OPEN: ClassVar[tuple[str, ...]] = ("draft", "submitted")
    VALID: ClassVar[tuple[str, ...]] = ("signed", "seen")
    SEALED: ClassVar[tuple[str, ...]] = ("signed", "seen", "corrected")

    report = models.ForeignKey(RiskReport, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=30, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    # What a correction changes, said when it was begun.
    change_note = models.CharField(max_length=500, blank=True, default="")
    conclusion = models.CharField(max_length=12, choices=Conclusion, blank=True, default="")
    return_words = models.CharField(max_length=500, blank=True, default="")
    author = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "signed", "seen", "corrected", "dropped"]),
                name="report_version_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "dropped"]) | Q(submitted_at__isnull=False),
                name="report_version_submitted_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "dropped"])
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="report_version_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(n=1) | ~Q(change_note=""), name="report_version_says_what_changed"
            ),
            models.UniqueConstraint(fields=["report", "n"], name="report_version_in_order"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(status__in=["draft", "submitted"]),
                name="report_version_one_open",
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(status__in=["signed", "seen"]), name="report_version_one_valid"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReportFigures(models.Model):
    """The figures of a version as they were frozen, in both languages, under their hash; rows are only added."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="figures")
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"figures of {self.version_id}"


class ReportText(models.Model):
    """What somebody wrote in a chapter; the newest row of a chapter counts, rows are only added."""

    class Origin(models.TextChoices):
        TAKEN_OVER = "taken_over", pgettext_lazy("report text", "Taken over from the figures")
        EDITED = "edited", pgettext_lazy("report text", "Taken over and edited")
        WRITTEN = "written", pgettext_lazy("report text", "Written")

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="texts")
    chapter = models.CharField(max_length=12)
    words_en = models.TextField(blank=True, default="")
    words_zh = models.TextField(blank=True, default="")
    origin = models.CharField(max_length=10, choices=Origin)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.chapter} of {self.version_id}"


class ReportMeasure(StatefulModel):
    """What a report proposes to do, with owner and day; followed in the reports of later months."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("measure", "Open")
        DONE = "done", pgettext_lazy("measure", "Done")
        DROPPED = "dropped", pgettext_lazy("measure", "Taken out of the draft")

    EVENT_NAME: ClassVar[str] = "report_measure"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"open": frozenset({"done", "dropped"})}

    number = models.CharField(max_length=24, unique=True)
    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="measures")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    words = models.CharField(max_length=500)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=500, blank=True, default="")
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "done", "dropped"]), name="report_measure_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_at__isnull=True, ended_on__isnull=True)
                | Q(status__in=["done", "dropped"], ended_at__isnull=False, ended_on__isnull=False),
                name="report_measure_ended_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReportRating(models.Model):
    """How one kind of risk is judged in an assessment: before the controls that exist, and with them."""

    class Risk(models.TextChoices):
        CREDIT = "credit", pgettext_lazy("kind of risk", "Credit")
        FRAUD = "fraud", pgettext_lazy("kind of risk", "Fraud")
        OPERATIONAL = "operational", pgettext_lazy("kind of risk", "Operations")
        LIQUIDITY = "liquidity", pgettext_lazy("kind of risk", "Liquidity")
        COMPLIANCE = "compliance", pgettext_lazy("kind of risk", "Compliance")

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="ratings")
    risk = models.CharField(max_length=12, choices=Risk)
    likelihood = models.PositiveSmallIntegerField()
    effect = models.PositiveSmallIntegerField()
    controls = models.CharField(max_length=500)
    residual_likelihood = models.PositiveSmallIntegerField()
    residual_effect = models.PositiveSmallIntegerField()
    rated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(risk__in=["credit", "fraud", "operational", "liquidity", "compliance"]),
                name="report_rating_risk_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), effect__range=(1, 5))
                & Q(residual_likelihood__range=(1, 5), residual_effect__range=(1, 5)),
                name="report_rating_from_one_to_five",
            ),
            models.UniqueConstraint(fields=["version", "risk"], name="report_rating_once_a_risk"),
        ]

    def __str__(self) -> str:
        return f"{self.risk} of {self.version_id}"


class SignedReport(models.Model):
    """What was signed, under the company's seal; rows are only added."""

    version = models.OneToOneField(ReportVersion, on_delete=models.PROTECT, related_name="signed")
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    key_id = models.CharField(max_length=40)
    seal = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"signed {self.version_id}"
