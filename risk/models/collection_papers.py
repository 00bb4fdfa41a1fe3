"""What goes along with a collection case: letters and the file, hours agreed to, complaints, settlements."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.models import User
from accounts.states import StatefulModel
from lending.models import Waiver
from risk.models.collection import CollectionCase, CollectionContact


class PaperKind(models.TextChoices):
    REMINDER = "reminder", _("Reminder letter")
    DEMAND = "demand", _("Formal demand")
    BEFORE_LAW = "before_law", _("Last letter before legal steps")
    FILE = "file", _("Collection file for the lawyers")


class CollectionPaper(models.Model):
    """A letter or the file as it went out: drawn as PDF from figures that were frozen then; rows are only added."""

    Kind = PaperKind
    LETTERS: ClassVar[tuple[str, ...]] = ("reminder", "demand", "before_law")

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="papers")
    contact = models.ForeignKey(
        CollectionContact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=PaperKind)
    # Numbers, days, amounts and codes; the name is read from the person when the paper is drawn.
    facts = models.JSONField()
    content_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="file") | Q(contact__isnull=False), name="collection_paper_letter_is_logged"
            )
        ]
        indexes = [models.Index(fields=["case", "-id"], name="collection_paper_of_case")]

    def __str__(self) -> str:
        return self.number


class AgreedHours(models.Model):
    """Hours besides the lawful ones in which the debtor agreed, on the own page, to be called; until taken back."""

    debtor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_minute = models.PositiveSmallIntegerField()
    until_minute = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_minute__lt=1440, until_minute__lt=1440) & ~Q(from_minute=F("until_minute")),
                name="agreed_hours_are_times_of_a_day",
            ),
            models.UniqueConstraint(
                fields=["debtor"], condition=Q(ended_at__isnull=True), name="agreed_hours_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"hours of {self.debtor_id}"


class ContactComplaint(models.Model):
    """What a customer says about one contact; customer service hears of it at once."""

    number = models.CharField(max_length=24, unique=True)
    contact = models.OneToOneField(CollectionContact, on_delete=models.PROTECT, related_name="complaint")
    customer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = EncryptedTextField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer", "-id"], name="contact_complaint_of_customer")]

    def __str__(self) -> str:
        return self.number


class SettlementStatus(models.TextChoices):
    ASKED = "asked", _("The lenders are being asked")
    ENDED = "ended", _("Every lender has answered")


class CollectionSettlement(StatefulModel):
    """One request to all holders of a loan to let the borrower off a part; each answers for the own claim alone.

    The waivers themselves, their approvals and their consent are lending's; this row holds them together.
    """

    Status = SettlementStatus

    EVENT_NAME: ClassVar[str] = "settlement"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"asked": frozenset({"ended"})}

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="settlements")
    status = models.CharField(max_length=5, choices=SettlementStatus, default=SettlementStatus.ASKED)
    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["asked", "ended"]), name="settlement_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0)
                & (Q(principal_fen__gt=0) | Q(interest_fen__gt=0)),
                name="settlement_asks_for_something",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(ended_at__isnull=False), name="settlement_ended_has_a_time"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="asked"), name="settlement_one_asked_of_a_case"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SettlementPart(models.Model):
    """One holder's part of a settlement; rows are only added."""

    settlement = models.ForeignKey(CollectionSettlement, on_delete=models.PROTECT, related_name="parts")
    waiver = models.OneToOneField(Waiver, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.waiver_id} of {self.settlement_id}"
