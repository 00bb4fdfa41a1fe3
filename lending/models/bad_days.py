"""What happens to a loan nobody pays: called in, taken to court, written off, and what that cost."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class AccelerationStatus(models.TextChoices):
    PLANNED = "planned", _("Waits for approval")
    NOTICED = "noticed", _("The borrower has notice")
    IN_FORCE = "in_force", _("All is due")
    CURED = "cured", _("The borrower paid in time")
    DROPPED = "dropped", _("Not carried out")


class Acceleration(StatefulModel):
    """All principal of a loan called in, after notice with a date (CC 634; the product's contract for cash loans)."""

    Status = AccelerationStatus

    EVENT_NAME: ClassVar[str] = "acceleration"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"noticed", "dropped"}),
        "noticed": frozenset({"in_force", "cured"}),
    }
    OPEN: ClassVar[tuple[str, ...]] = ("planned", "noticed")

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="accelerations")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    reason = models.CharField(max_length=300)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    # What was due and unpaid when the notice went out, and the last day to pay it.
    arrears_fen = models.BigIntegerField(default=0)
    noticed_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            is_a_choice("status", AccelerationStatus, "acceleration_status_is_a_choice"),
            known_in("noticed_on", ["noticed", "in_force", "cured"], "acceleration_notice_has_a_day"),
            known_in("effective_on", ["noticed", "in_force", "cured"], "acceleration_notice_names_a_day"),
            known_in("ended_at", ["in_force", "cured", "dropped"], "acceleration_ended_has_a_time"),
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(status__in=["planned", "noticed", "in_force"]),
                name="acceleration_one_of_a_loan",
            ),
        ]
        indexes = [models.Index(fields=["status", "id"], name="acceleration_by_status")]

    def __str__(self) -> str:
        return self.number


class LegalStepKind(models.TextChoices):
    DEMAND_LETTER = "demand_letter", _("Letter of demand sent")
    HANDED_OVER = "handed_over", _("Handed over to a law firm")
    ARBITRATION_FILED = "arbitration", _("Arbitration filed")
    SUIT_FILED = "suit", _("Suit filed")
    JUDGMENT = "judgment", _("Judgment or award")
    ENFORCEMENT = "enforcement", _("Enforcement asked for")
    LEGAL_CLOSE = "legal_close", _("Legal proceedings closed")


class LegalStep(models.Model):
    """One step of realising a claim. Holders see kind and date; the note and the paper stay in the office."""

    Kind = LegalStepKind
    # Whoever merely keeps the steps may not take these.
    CLOSING: ClassVar[tuple[str, ...]] = ("handed_over", "legal_close")

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="legal_steps")
    kind = models.CharField(max_length=14, choices=Kind)
    done_on = models.DateField()
    note = EncryptedTextField(blank=True, default="")
    document = models.ForeignKey(
        "accounts.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What the company paid for it; the borrower owes it once another person has approved it with its paper.
    cost_fen = models.BigIntegerField(default=0)
    cost_approval_number = models.CharField(max_length=24, blank=True, default="")
    cost_approved_on = models.DateField(null=True, blank=True)
    cost_paid_fen = models.BigIntegerField(default=0)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            is_a_choice("kind", LegalStepKind, "legal_step_kind_is_a_choice"),
            models.CheckConstraint(
                condition=Q(cost_fen__gte=0, cost_paid_fen__gte=0, cost_paid_fen__lte=F("cost_fen")),
                name="legal_step_cost_never_paid_twice",
            ),
            models.CheckConstraint(
                condition=Q(cost_approved_on__isnull=True, cost_paid_fen=0)
                | Q(cost_approved_on__isnull=False, document__isnull=False, cost_fen__gt=0),
                name="legal_step_cost_has_its_paper",
            ),
        ]
        indexes = [models.Index(fields=["loan", "done_on"], name="legal_step_of_loan")]

    def __str__(self) -> str:
        return self.number


class WriteOffStatus(models.TextChoices):
    PLANNED = "planned", _("Waits for approval")
    DONE = "done", _("Written off")
    DROPPED = "dropped", _("Not carried out")


class WriteOff(StatefulModel):
    """A loan no longer counted on; the claims stay owed and keep their holders."""

    Status = WriteOffStatus

    EVENT_NAME: ClassVar[str] = "write_off"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"planned": frozenset({"done", "dropped"})}

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="write_offs")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    reason = models.CharField(max_length=300)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    principal_fen = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(
        "finance.Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            is_a_choice("status", WriteOffStatus, "write_off_status_is_a_choice"),
            known_in("entry", ["done"], "write_off_done_has_an_entry"),
            known_in("ended_at", ["done", "dropped"], "write_off_ended_has_a_time"),
            models.UniqueConstraint(
                fields=["loan"], condition=Q(status__in=["planned", "done"]), name="write_off_one_of_a_loan"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class WaiverStatus(models.TextChoices):
    PLANNED = "planned", _("Waits for approval")
    OFFERED = "offered", _("Waits for the holder")
    ACCEPTED = "accepted", _("Waived by the holder")
    DECLINED = "declined", _("Declined by the holder")
    LAPSED = "lapsed", _("Lapsed")
    DROPPED = "dropped", _("Not carried out")


class Waiver(StatefulModel):
    """Principal or interest of one claim that its holder, asked by the office, lets the borrower off (2016 Art. 25)."""

    Status = WaiverStatus

    EVENT_NAME: ClassVar[str] = "waiver"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"offered", "dropped"}),
        "offered": frozenset({"accepted", "declined", "lapsed"}),
    }

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="waivers")
    claim = models.ForeignKey("lending.Claim", on_delete=models.PROTECT, related_name="waivers")
    holder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    principal_fen = models.BigIntegerField(default=0)
    interest_fen = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=300)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    offer_until_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            is_a_choice("status", WaiverStatus, "waiver_status_is_a_choice"),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0)
                & (Q(principal_fen__gt=0) | Q(interest_fen__gt=0)),
                name="waiver_waives_something",
            ),
            known_in("offer_until_on", ["offered"], "waiver_offer_has_an_end"),
            known_in("ended_on", ["accepted", "declined", "lapsed", "dropped"], "waiver_ended_has_a_day"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(status__in=["planned", "offered"]),
                name="waiver_one_open_of_a_claim",
            ),
        ]
        indexes = [models.Index(fields=["status", "id"], name="waiver_by_status")]

    def __str__(self) -> str:
        return self.number


class WaiverPart(models.Model):
    """The part of a waiver that falls on one instalment; rows are only added."""

    waiver = models.ForeignKey(Waiver, on_delete=models.PROTECT, related_name="parts")
    instalment = models.ForeignKey("lending.Instalment", on_delete=models.PROTECT, related_name="+")
    principal_fen = models.BigIntegerField(default=0)
    interest_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["waiver", "instalment"], name="waiver_part_once"),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0), name="waiver_part_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waiver_id} on {self.instalment_id}"
