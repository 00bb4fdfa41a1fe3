"""A loan in arrears as collection works on it: the case, every contact with the debtor, every promise to pay."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.models import User
from accounts.states import StatefulModel
from lending.models import LegalStep, Loan


class Stage(models.TextChoices):
    CARE = "care", _("Care call")
    EARLY = "early", _("Reminder")
    LATE = "late", _("Intensive")
    LEGAL = "legal", _("Before the law")


class CaseStatus(models.TextChoices):
    OPEN = "open", _("In collection")
    LEGAL = "legal", _("Handed over to law")
    CLOSED = "closed", _("Case closed")


class NextAction(models.TextChoices):
    CALL = "call", _("Call the debtor")
    LETTER = "letter", _("Send a letter")
    VISIT = "visit", _("Visit the debtor")
    CHECK_PROMISE = "promise", _("See whether the promise was kept")
    SETTLE = "settle", _("Work out a settlement")
    HAND_OVER = "hand_over", _("Prepare the hand-over to law")
    FOLLOW_LAW = "law", _("Follow the legal steps")


class CloseReason(models.TextChoices):
    CURED = "cured", _("The arrears were paid")
    SETTLED = "settled", _("The loan ended")


class CollectionCase(StatefulModel):
    """One stretch of arrears of one loan, from the day it became overdue to the payment that cured it."""

    Status = CaseStatus

    EVENT_NAME: ClassVar[str] = "collection"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"legal", "closed"}),
        "legal": frozenset({"closed"}),
    }
    LIVE: ClassVar[tuple[str, ...]] = ("open", "legal")

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=6, choices=CaseStatus, default=CaseStatus.OPEN)
    officer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    overdue_since_on = models.DateField()
    opened_at = models.DateTimeField()
    next_action = models.CharField(max_length=9, choices=NextAction, default=NextAction.CALL)
    next_action_on = models.DateField()
    # Promises broken since the last one that was kept: such debtors are called first.
    broken_promises = models.PositiveSmallIntegerField(default=0)
    hand_over_approval = models.CharField(max_length=24, blank=True, default="")
    legal_step = models.ForeignKey(
        LegalStep, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=8, choices=CloseReason, blank=True, default="")
    closed_stage = models.CharField(max_length=5, choices=Stage, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(status__in=["open", "legal"]),
                name="collection_one_live_per_loan",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "legal", "closed"]), name="collection_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=~Q(status="legal") | Q(legal_step__isnull=False),
                name="collection_legal_has_its_step",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "legal"], closed_at__isnull=True, closed_on__isnull=True)
                | Q(status="closed", closed_at__isnull=False, closed_on__isnull=False)
                & ~Q(close_reason="")
                & ~Q(closed_stage=""),
                name="collection_closed_says_when_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["officer", "status"], name="collection_of_officer"),
            models.Index(fields=["status", "next_action_on"], name="collection_by_action"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE


class Channel(models.TextChoices):
    CALL = "call", _("Telephone call")
    SMS = "sms", _("SMS")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit at home")


class Purpose(models.TextChoices):
    REMIND = "remind", _("To remind of what is due")
    PROMISE = "promise", _("To ask about a promise to pay")
    HARDSHIP = "hardship", _("To talk about difficulties in paying")
    SETTLE = "settle", _("To talk about a settlement")
    LEGAL = "legal", _("To tell what may follow by law")


class ContactStatus(models.TextChoices):
    OPEN = "open", _("Call under way")
    ENDED = "ended", _("On record")
    DROPPED = "dropped", _("Dropped: the arrears were paid")


class Reached(models.TextChoices):
    DEBTOR = "debtor", _("The debtor was reached")
    NOBODY = "nobody", _("Nobody answered")
    OTHER = "other", _("Somebody else answered; nothing was said about the loan")
    WRONG = "wrong", _("The number is out of use")
    SENT = "sent", _("Sent")


class CollectionContact(StatefulModel):
    """One contact or attempt. The customer reads channel, time, officer and purpose, and everything in a copy."""

    Status = ContactStatus

    EVENT_NAME: ClassVar[str] = "collection_contact"
    # A call that a payment cut short may still be told how it went: it happened.
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"ended", "dropped"}),
        "dropped": frozenset({"ended"}),
    }

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="contacts")
    debtor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel)
    purpose = models.CharField(max_length=8, choices=Purpose)
    stage = models.CharField(max_length=5, choices=Stage)
    status = models.CharField(max_length=7, choices=ContactStatus, default=ContactStatus.ENDED)
    # The calendar day in Shanghai, by which calls are counted; the books may be on another day.
    made_on = models.DateField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reached = models.CharField(max_length=6, choices=Reached, blank=True, default="")
    is_connected = models.BooleanField(default=False)
    said = models.JSONField(default=list)
    note = EncryptedTextField(blank=True, default="")
    # The look at the number that the call needed.
    unmasking_number = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "ended", "dropped"]),
                name="collection_contact_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status="open") | Q(channel="call", ended_at__isnull=True, is_connected=False),
                name="collection_contact_only_calls_run",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(ended_at__isnull=False) & ~Q(reached=""),
                name="collection_contact_ended_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(channel="call") | ~Q(unmasking_number=""),
                name="collection_contact_call_was_unmasked",
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(status="open"), name="collection_contact_one_call_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["debtor", "made_on"], name="collection_contact_of_day"),
            models.Index(fields=["case", "-id"], name="collection_contact_of_case"),
        ]

    def __str__(self) -> str:
        return self.number


class PromiseStatus(models.TextChoices):
    OPEN = "open", _("Waits for its day")
    KEPT = "kept", _("Kept in full")
    PARTLY = "partly", _("Kept in part")
    BROKEN = "broken", _("Broken")


class PaymentPromise(StatefulModel):
    """An amount promised by a day; what became of it follows from the payments posted, never from a hand."""

    Status = PromiseStatus

    EVENT_NAME: ClassVar[str] = "payment_promise"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"open": frozenset({"kept", "partly", "broken"})}

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="promises")
    contact = models.ForeignKey(CollectionContact, on_delete=models.PROTECT, related_name="promises")
    status = models.CharField(max_length=6, choices=PromiseStatus, default=PromiseStatus.OPEN)
    promised_fen = models.BigIntegerField()
    due_on = models.DateField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    stage = models.CharField(max_length=5, choices=Stage)
    paid_fen = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "kept", "partly", "broken"]),
                name="payment_promise_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(promised_fen__gt=0, paid_fen__gte=0), name="payment_promise_promises_something"
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_on__isnull=True)
                | Q(status__in=["kept", "partly", "broken"], ended_on__isnull=False, ended_at__isnull=False),
                name="payment_promise_ended_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="open"), name="payment_promise_one_open_of_a_case"
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="payment_promise_by_day")]

    def __str__(self) -> str:
        return self.number
