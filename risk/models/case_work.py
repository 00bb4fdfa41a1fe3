"""The work on a case: checks, overrides, returns for another review, questions to the customer, visits, appeals."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models import User
from accounts.states import StatefulModel
from lending.models import Application
from risk.models.credit_case import CreditCase
from risk.reasons import CUT_OFF_SIDES, OVERRIDE_REASONS


class CaseCheck(models.Model):
    """The answer to one item of the checklist that was frozen into the case; a later answer replaces it."""

    class Answer(models.TextChoices):
        OK = "ok", _("In order")
        NOT_OK = "not_ok", _("Not in order")
        NOT_APPLICABLE = "na", _("Does not apply")

    case = models.ForeignKey(CreditCase, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField(max_length=40)
    answer = models.CharField(max_length=6, choices=Answer)
    remark = models.CharField(max_length=300, blank=True, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="case_check_one_of_each"),
            models.CheckConstraint(
                condition=Q(answer__in=["ok", "na"]) | Q(answer="not_ok") & ~Q(remark=""),
                name="case_check_not_ok_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.case_id}"


class CaseOverride(models.Model):
    """Somebody's judgment against the card's: another grade, or a case taken or left against its cut-off."""

    class Kind(models.TextChoices):
        GRADE = "grade", _("Another grade")
        SCORE = "score", _("Against the cut-off of the score")

    class Side(models.TextChoices):
        LOW = "low", _("Better than the card says")
        HIGH = "high", _("Worse than the card says")

    class Severity(models.TextChoices):
        NONE = "none", _("No exception")
        MINOR = "minor", _("Minor exception")
        MAJOR = "major", _("Major exception")

    case = models.ForeignKey(CreditCase, on_delete=models.PROTECT, related_name="overrides")
    kind = models.CharField(max_length=5, choices=Kind)
    from_value = models.CharField(max_length=10)
    to_value = models.CharField(max_length=10)
    side = models.CharField(max_length=4, choices=Side)
    severity = models.CharField(max_length=5, choices=Severity)
    reason = models.CharField(max_length=30)
    words = models.CharField(max_length=500)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # A later judgment of the same kind stands in its place.
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(replaced_at__isnull=True),
                name="case_override_one_stands",
            ),
            models.CheckConstraint(condition=Q(kind__in=["grade", "score"]), name="case_override_kind"),
            models.CheckConstraint(condition=Q(side__in=["low", "high"]), name="case_override_side"),
            models.CheckConstraint(
                condition=Q(severity__in=["none", "minor", "major"]), name="case_override_severity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} override on {self.case_id}"

    @property
    def reason_words(self) -> str:
        """The reason in the reader's language."""
        return str(OVERRIDE_REASONS.get(self.reason, self.reason))

    @property
    def change(self) -> str:
        """What the card says and what is judged instead, in the reader's language."""
        said, judged = (str(CUT_OFF_SIDES.get(one, one)) for one in (self.from_value, self.to_value))
        return f"{said} → {judged}"


class CaseReturn(models.Model):
    """An opinion that was not enough: what it said, who sent it back, and what is still to be found out."""

    case = models.ForeignKey(CreditCase, on_delete=models.PROTECT, related_name="returns")
    opinion = models.TextField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    remarks = models.CharField(max_length=1000)
    is_for_another = models.BooleanField(default=False)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"return of {self.case_id}"


class CaseQuery(StatefulModel):
    """A question to the customer; while one is open neither opinion nor decision is given."""

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for the customer")
        ANSWERED = "answered", pgettext_lazy("question", "Answered")
        WITHDRAWN = "withdrawn", _("Taken back")

    EVENT_NAME: ClassVar[str] = "case_query"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"open": frozenset({"answered", "withdrawn"})}

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(CreditCase, on_delete=models.PROTECT, related_name="queries")
    question = models.CharField(max_length=500)
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    answer = EncryptedTextField(blank=True, default="")
    document = models.ForeignKey(
        "accounts.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "answered", "withdrawn"]),
                name="case_query_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_at__isnull=True)
                | Q(status__in=["answered", "withdrawn"], ended_at__isnull=False),
                name="case_query_ended_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FieldVisit(StatefulModel):
    """A visit the officer asks a business manager for, and what was found there."""

    class Status(models.TextChoices):
        ASKED = "asked", _("To visit")
        DONE = "done", _("Visited")
        WITHDRAWN = "withdrawn", _("Called off")

    EVENT_NAME: ClassVar[str] = "field_visit"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"asked": frozenset({"done", "withdrawn"})}

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(CreditCase, on_delete=models.PROTECT, related_name="visits")
    task = models.CharField(max_length=500)
    due_on = models.DateField()
    assigned_to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    visited_on = models.DateField(null=True, blank=True)
    place = EncryptedTextField(blank=True, default="")
    findings = EncryptedTextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["asked", "done", "withdrawn"]), name="field_visit_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status="asked", ended_at__isnull=True)
                | Q(status="withdrawn", ended_at__isnull=False)
                | Q(status="done", ended_at__isnull=False, visited_on__isnull=False),
                name="field_visit_done_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="asked"), name="field_visit_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Appeal(models.Model):
    """A declined customer's wish that a person looks again; once for each application (PIPL Art. 24)."""

    number = models.CharField(max_length=24, unique=True)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="+")
    # A program had declined it, so that nobody had looked before.
    was_automatic = models.BooleanField()
    words = EncryptedTextField()
    document = models.ForeignKey(
        "accounts.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    case = models.OneToOneField(CreditCase, on_delete=models.PROTECT, related_name="appeal")
    asked_at = models.DateTimeField()
    answer_by_on = models.DateField()

    def __str__(self) -> str:
        return self.number
