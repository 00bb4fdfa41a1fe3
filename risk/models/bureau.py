"""What the credit bureau is told about borrowers: files with their records, notices before bad data, disputes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models import User
from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in
from risk.models.portfolio import FiveClass


class BureauFileStatus(models.TextChoices):
    MADE = "made", _("Waits for approval")
    APPROVED = "approved", _("Approved, being sent")
    SENT = "sent", pgettext_lazy("bureau", "Sent")
    REPLACED = "replaced", _("Sent, then replaced")
    DROPPED = "dropped", pgettext_lazy("bureau", "Not sent")


class BureauFile(StatefulModel):
    """The accounts as they stood at the end of a day; a mistake in it is put right by the next version."""

    Status = BureauFileStatus

    EVENT_NAME: ClassVar[str] = "bureau_file"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "made": frozenset({"approved", "dropped"}),
        "approved": frozenset({"sent", "dropped"}),
        "sent": frozenset({"replaced"}),
    }

    number = models.CharField(max_length=24, unique=True)
    as_of_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=BureauFileStatus, default=BureauFileStatus.MADE)
    reason = models.CharField(max_length=300, blank=True, default="")
    # Control totals over the lines that go out; withheld lines are in none of them.
    accounts = models.PositiveIntegerField()
    adverse = models.PositiveIntegerField()
    corrections = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()
    balance_fen = models.BigIntegerField()
    overdue_fen = models.BigIntegerField()
    content = EncryptedTextField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=60, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            is_a_choice("status", BureauFileStatus, "bureau_file_status_is_a_choice"),
            models.UniqueConstraint(fields=["as_of_on", "version"], name="bureau_file_version_once"),
            models.UniqueConstraint(
                fields=["as_of_on"],
                condition=Q(status__in=["made", "approved"]),
                name="bureau_file_one_on_its_way",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "sent", "replaced"]) | Q(checked_by__isnull=False),
                name="bureau_file_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "replaced"]) | Q(sent_at__isnull=False) & ~Q(receipt=""),
                name="bureau_file_sent_has_a_receipt",
            ),
            known_in("ended_at", ["replaced", "dropped"], "bureau_file_ended_has_a_time"),
        ]
        indexes = [models.Index(fields=["status", "-as_of_on"], name="bureau_file_by_status")]

    def __str__(self) -> str:
        return self.number


class AccountState(models.TextChoices):
    OPEN = "open", pgettext_lazy("bureau account", "Open")
    OVERDUE = "overdue", pgettext_lazy("bureau account", "Overdue")
    SETTLED = "settled", pgettext_lazy("bureau account", "Closed")
    WRITTEN_OFF = "written_off", pgettext_lazy("bureau account", "Written off")


class BureauRecord(models.Model):
    """One loan in one file; a withheld one stands here with its reason and not in what is sent. Rows are only added."""

    State = AccountState

    class Withheld(models.TextChoices):
        NO_CONSENT = "no_consent", _("The borrower has not consented")
        NO_IDENTITY = "no_identity", _("The borrower's identity is not known")
        NO_NOTICE = "no_notice", _("The borrower was not told beforehand that it is overdue")
        WAITING = "waiting", _("The days after the notice are not over")

    file = models.ForeignKey(BureauFile, on_delete=models.PROTECT, related_name="records")
    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    period_on = models.DateField()
    state = models.CharField(max_length=12, choices=AccountState)
    outstanding_fen = models.BigIntegerField()
    overdue_fen = models.BigIntegerField()
    days_past_due = models.PositiveIntegerField()
    five_class = models.CharField(max_length=16, choices=FiveClass)
    is_adverse = models.BooleanField()
    is_disputed = models.BooleanField(default=False)
    withheld = models.CharField(max_length=12, choices=Withheld, blank=True, default="")
    # The record of an earlier file that this one puts right.
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withheld__in=["", "no_consent", "no_identity", "no_notice", "waiting"]),
                name="bureau_record_withheld_is_a_choice",
            ),
            is_a_choice("state", AccountState, "bureau_record_state_is_a_choice"),
            models.CheckConstraint(
                condition=Q(outstanding_fen__gte=0, overdue_fen__gte=0),
                name="bureau_record_amounts_not_negative",
            ),
            models.UniqueConstraint(
                fields=["file", "loan"], condition=Q(corrects__isnull=True), name="bureau_record_once_a_file"
            ),
        ]
        indexes = [models.Index(fields=["borrower", "-id"], name="bureau_record_of_borrower")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_reported(self) -> bool:
        """Tell whether the bureau has it."""
        return not self.withheld and self.file.status in ("sent", "replaced")


class AdverseNotice(models.Model):
    """That a borrower was told before arrears are reported, once for each time a loan falls behind; only added to."""

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    overdue_since_on = models.DateField()
    told_on = models.DateField()
    # From this day on it may be reported.
    free_on = models.DateField()
    message_key = models.CharField(max_length=120)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "overdue_since_on"], name="adverse_notice_once"),
            models.CheckConstraint(
                condition=Q(free_on__gte=models.F("told_on")), name="adverse_notice_waits_forward"
            ),
        ]
        indexes = [models.Index(fields=["borrower", "-id"], name="adverse_notice_of_borrower")]

    def __str__(self) -> str:
        return self.number


class BureauDisputeStatus(models.TextChoices):
    OPEN = "open", _("To be answered")
    CORRECTED = "corrected", _("The record is put right")
    KEPT = "kept", _("The record stays")


class BureauDispute(StatefulModel):
    """A borrower says that a reported record is wrong; answered in time by somebody who did not report it."""

    Status = BureauDisputeStatus

    EVENT_NAME: ClassVar[str] = "bureau_dispute"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"open": frozenset({"corrected", "kept"})}

    number = models.CharField(max_length=24, unique=True)
    record = models.ForeignKey(BureauRecord, on_delete=models.PROTECT, related_name="disputes")
    borrower = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=BureauDisputeStatus, default=BureauDisputeStatus.OPEN)
    words = EncryptedTextField()
    raised_at = models.DateTimeField()
    raised_on = models.DateField()
    due_on = models.DateField()
    answer = EncryptedTextField(blank=True, default="")
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    # What the record should have said; filled in where it is put right.
    right_state = models.CharField(max_length=12, choices=AccountState, blank=True, default="")
    right_days_past_due = models.PositiveIntegerField(null=True, blank=True)
    right_overdue_fen = models.BigIntegerField(null=True, blank=True)
    right_class = models.CharField(max_length=16, choices=FiveClass, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", BureauDisputeStatus, "bureau_dispute_status_is_a_choice"),
            models.CheckConstraint(
                condition=Q(status="open", answered_at__isnull=True)
                | Q(status__in=["corrected", "kept"], answered_at__isnull=False, answered_by__isnull=False),
                name="bureau_dispute_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="corrected")
                | Q(right_days_past_due__isnull=False, right_overdue_fen__isnull=False)
                & ~Q(right_state="")
                & ~Q(right_class=""),
                name="bureau_dispute_corrected_says_what_is_right",
            ),
            models.UniqueConstraint(
                fields=["record"], condition=Q(status="open"), name="bureau_dispute_one_of_a_record"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="bureau_dispute_by_due_day"),
            models.Index(fields=["borrower", "-id"], name="bureau_dispute_of_borrower"),
        ]

    def __str__(self) -> str:
        return self.number
