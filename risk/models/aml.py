"""The desk against money laundering: alerts, what was found about them, and the reports to the authority.

Whom an alert is about may not be told, so nothing here is open outside the desk's own right: see `risk.aml.policies`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models import User
from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class AmlPattern(models.TextChoices):
    LARGE_CASH = "large_cash", _("Large: money of unknown origin in a day")
    LARGE_IN = "large_in", _("Large: received in a day")
    LARGE_OUT = "large_out", _("Large: paid out in a day")
    OTHER_NAME = "other_name", _("Paid in under another name")
    PASS_THROUGH = "pass_through", _("In and out without use")
    STRUCTURING = "structuring", _("Deposits just under the threshold")
    SHARED_CARD = "shared_card", _("One card, several customers")
    SHARED_DEVICE = "shared_device", _("One device, several customers")
    EARLY_REPAYMENT = "early_repayment", _("Early repayment from a new source")
    DEALER_OUT = "dealer_out", _("A dealer's buyers take money out at once")
    BY_HAND = "by_hand", _("Raised by a colleague")


LARGE = (AmlPattern.LARGE_CASH, AmlPattern.LARGE_IN, AmlPattern.LARGE_OUT)


class AmlAlertStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("aml", "To look at")
    INVESTIGATING = "investigating", _("Being investigated")
    PROPOSED = "proposed", _("Waits for a second person")
    CLEARED = "cleared", _("No suspicion")
    REPORTABLE = "reportable", _("To be reported")
    REPORTED = "reported", pgettext_lazy("aml", "Reported")


class AmlConclusion(models.TextChoices):
    NO_SUSPICION = "no_suspicion", pgettext_lazy("conclusion", "No suspicion")
    REPORT = "report", pgettext_lazy("conclusion", "Report it")


class AmlAlert(StatefulModel):
    """Something about a customer's money that a person has to look at; `key` says what it is, so it is raised once."""

    Status = AmlAlertStatus
    Pattern = AmlPattern
    Conclusion = AmlConclusion

    EVENT_NAME: ClassVar[str] = "aml_alert"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"investigating", "reported"}),
        "investigating": frozenset({"proposed", "reported"}),
        "proposed": frozenset({"cleared", "reportable", "investigating", "reported"}),
        "reportable": frozenset({"reported"}),
    }
    UNDECIDED: ClassVar[tuple[str, ...]] = ("open", "investigating", "proposed")

    number = models.CharField(max_length=24, unique=True)
    key = models.CharField(max_length=120, unique=True)
    pattern = models.CharField(max_length=16, choices=AmlPattern)
    status = models.CharField(max_length=14, choices=AmlAlertStatus, default=AmlAlertStatus.OPEN)
    customer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # As they were when the alert was raised: the desk keeps its records whatever becomes of the login.
    party_name = EncryptedTextField(blank=True, default="")
    party_identity = EncryptedTextField(blank=True, default="")
    day_on = models.DateField()
    amount_fen = models.BigIntegerField()
    words = EncryptedTextField(blank=True, default="")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    investigator = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    conclusion = models.CharField(max_length=12, choices=AmlConclusion, blank=True, default="")
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    concluded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)
    report = models.ForeignKey(
        "risk.AmlReport", null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )

    class Meta:
        constraints = [
            is_a_choice("status", AmlAlertStatus, "aml_alert_status_is_a_choice"),
            is_a_choice("pattern", AmlPattern, "aml_alert_pattern_is_a_choice"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="aml_alert_amount_not_negative"),
            models.CheckConstraint(
                condition=~Q(status__in=["investigating", "proposed", "cleared", "reportable"])
                | Q(investigator__isnull=False),
                name="aml_alert_looked_into_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="proposed")
                | Q(proposed_by__isnull=False, proposed_at__isnull=False) & ~Q(conclusion=""),
                name="aml_alert_proposed_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["cleared", "reportable"])
                | Q(concluded_by__isnull=False, concluded_at__isnull=False),
                name="aml_alert_concluded_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="reported") | Q(report__isnull=False), name="aml_alert_reported_in_a_file"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="aml_alert_by_status"),
            models.Index(fields=["pattern", "customer", "day_on"], name="aml_alert_of_customer"),
            models.Index(fields=["day_on", "pattern"], name="aml_alert_of_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_large(self) -> bool:
        """Tell whether the law has it reported whatever anybody thinks of it."""
        return self.pattern in LARGE


class AmlLine(models.Model):
    """One figure of an alert and the transaction behind it; rows are only added."""

    class What(models.TextChoices):
        DEPOSIT = "deposit", _("Deposit")
        WITHDRAWAL = "withdrawal", _("Withdrawal")
        RECEIPT = "receipt", _("Receipt without a known sender")
        TRANSFER = "transfer", _("Transfer inside the house")
        REPAYMENT = "repayment", pgettext_lazy("money", "Repayment")

    class Direction(models.TextChoices):
        IN = "in", pgettext_lazy("money", "In")
        OUT = "out", pgettext_lazy("money", "Out")

    alert = models.ForeignKey(AmlAlert, on_delete=models.PROTECT, related_name="lines")
    n = models.PositiveIntegerField()
    customer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    direction = models.CharField(max_length=3, choices=Direction)
    amount_fen = models.BigIntegerField()
    on = models.DateField()
    reference = models.CharField(max_length=60)
    # None of money that is not in the books of a wallet, such as a receipt that waits in suspense.
    transfer = models.ForeignKey(
        "finance.Transfer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "n"], name="aml_line_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="aml_line_moves_something"),
            models.CheckConstraint(
                condition=Q(what__in=["deposit", "withdrawal", "receipt", "transfer", "repayment"])
                & Q(direction__in=["in", "out"]),
                name="aml_line_is_a_choice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}/{self.n}"


class AmlNote(models.Model):
    """What was written in an investigation: remarks, questions inside the desk with answers, opinions, decisions."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Remark")
        QUESTION = "question", _("Question")
        PROPOSAL = "proposal", _("Proposed conclusion")
        BACK = "back", _("Given back")
        DECISION = "decision", _("Decision")

    alert = models.ForeignKey(AmlAlert, on_delete=models.PROTECT, related_name="notes")
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    words = EncryptedTextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    asked = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = EncryptedTextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["note", "question", "proposal", "back", "decision"]),
                name="aml_note_kind_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(kind="question", asked__isnull=False) | ~Q(kind="question"),
                name="aml_question_asks_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked", "id"],
                condition=Q(kind="question", answered_at__isnull=True),
                name="aml_question_open",
            )
        ]

    def __str__(self) -> str:
        return self.number


class AmlEvidence(models.Model):
    """A paper in an investigation; its file lies sealed in a folder of the desk, not among the house's documents."""

    alert = models.ForeignKey(AmlAlert, on_delete=models.PROTECT, related_name="evidence")
    number = models.CharField(max_length=24, unique=True)
    words = EncryptedTextField()
    stored_name = models.CharField(max_length=100, unique=True)
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class AmlReport(StatefulModel):
    """A file for the authority: the large transactions of a day, or one suspicious case; corrected by a new file."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", _("Made, to be sent")
        SENT = "sent", pgettext_lazy("report", "Sent")
        CORRECTED = "corrected", _("Sent, then corrected")
        DROPPED = "dropped", pgettext_lazy("report", "Not sent")

    class Kind(models.TextChoices):
        LARGE = "large", _("Large transactions of a day")
        SUSPICIOUS = "suspicious", _("Suspicious case")

    EVENT_NAME: ClassVar[str] = "aml_report"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "drafted": frozenset({"sent", "dropped"}),
        "sent": frozenset({"corrected"}),
    }

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFTED)
    # The day of large transactions, or the day on which the suspicion was confirmed.
    day_on = models.DateField()
    case = models.ForeignKey(
        AmlAlert, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="correction"
    )
    reason = EncryptedTextField(blank=True, default="")
    content = EncryptedTextField()
    sha256 = models.CharField(max_length=64)
    alert_count = models.PositiveIntegerField()
    line_count = models.PositiveIntegerField()
    in_fen = models.BigIntegerField()
    out_fen = models.BigIntegerField()
    due_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    receipt = models.CharField(max_length=60, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["drafted", "sent", "corrected", "dropped"]),
                name="aml_report_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(kind="large", case__isnull=True) | Q(kind="suspicious", case__isnull=False),
                name="aml_report_of_a_day_or_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "corrected"])
                | Q(sent_by__isnull=False, sent_at__isnull=False, sent_on__isnull=False) & ~Q(receipt=""),
                name="aml_report_sent_has_a_receipt",
            ),
            known_in("ended_at", ["corrected", "dropped"], "aml_report_ended_has_a_time"),
            # The correction of a report that was sent is made while that one still counts.
            *(
                models.UniqueConstraint(
                    fields=[field],
                    condition=Q(kind=kind, status=status),
                    name=f"aml_report_{kind}_{status}_once",
                )
                for kind, field in (("large", "day_on"), ("suspicious", "case"))
                for status in ("drafted", "sent")
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="aml_report_by_status")]

    def __str__(self) -> str:
        return self.number
