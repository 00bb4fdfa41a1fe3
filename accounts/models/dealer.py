"""A dealer (经销商): a company that sells goods on instalments, the people who act for it, and its stores."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models.organisation import Organisation
from accounts.states import StatefulModel


class Dealer(StatefulModel):
    class Status(models.TextChoices):
        APPLIED = "applied", _("Being filled in")
        VETTING = "vetting", _("Being vetted")
        RETURNED = "returned", _("Returned for papers")
        ACTIVE = "active", pgettext_lazy("dealer", "Active")
        SUSPENDED = "suspended", _("Suspended")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("dealer", "Withdrawn")
        ENDED = "ended", pgettext_lazy("dealer", "Ended")

    EVENT_NAME: ClassVar[str] = "dealer"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "applied": frozenset({"vetting", "ended"}),
        "vetting": frozenset({"active", "returned", "rejected", "withdrawn"}),
        "withdrawn": frozenset({"applied"}),
        "returned": frozenset({"vetting", "ended"}),
        "active": frozenset({"suspended", "ended"}),
        "suspended": frozenset({"active", "ended"}),
    }
    # In these a company has its one dealer.
    OPEN: ClassVar[tuple[str, ...]] = ("applied", "vetting", "returned", "active", "suspended")
    # In these the dealer itself fills in its papers.
    FILLING: ClassVar[tuple[str, ...]] = ("applied", "returned")
    # In these members act; in all others they only read.
    ACTING: ClassVar[tuple[str, ...]] = ("applied", "vetting", "returned", "active")

    number = models.CharField(max_length=24, unique=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="dealers"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.APPLIED)
    # How often the papers were sent in: checks and opinions belong to one round.
    round = models.PositiveSmallIntegerField(default=0)
    wanted_categories = models.JSONField(default=list)
    # Why it was returned, rejected, suspended or ended, as the dealer reads it.
    reason = models.CharField(max_length=1000, blank=True, default="")
    manager = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    sent_in_at = models.DateTimeField(null=True, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "applied",
                        "vetting",
                        "returned",
                        "active",
                        "suspended",
                        "rejected",
                        "withdrawn",
                        "ended",
                    ]
                ),
                name="dealer_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["applied", "ended"])
                | Q(organisation__isnull=False, sent_in_at__isnull=False, round__gte=1),
                name="dealer_vetted_is_a_company",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["active", "suspended"]) | Q(admitted_at__isnull=False),
                name="dealer_active_was_admitted",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["rejected", "withdrawn", "ended"], ended_at__isnull=False)
                | ~Q(status__in=["rejected", "withdrawn", "ended"]) & Q(ended_at__isnull=True),
                name="dealer_over_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "rejected", "suspended", "ended"]) | ~Q(reason=""),
                name="dealer_refused_says_why",
            ),
            # One company, one open dealer: of two sign-ups with one code the second waits and loses.
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(status__in=["applied", "vetting", "returned", "active", "suspended"]),
                name="dealer_one_open_of_a_company",
            ),
        ]
        indexes = [models.Index(fields=["status", "-id"], name="dealer_of_status")]

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        """The company's name, or the dealer's number while no company is named."""
        return self.organisation.legal_name if self.organisation is not None else self.number

    @property
    def is_filling(self) -> bool:
        return self.status in self.FILLING

    @property
    def is_acting(self) -> bool:
        return self.status in self.ACTING


class DealerMember(models.Model):
    """Somebody who acts for a dealer; a login works for one dealer at a time."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        CLERK = "clerk", _("Clerk")

    number = models.CharField(max_length=24, unique=True)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="dealer_memberships")
    role = models.CharField(max_length=8, choices=Role)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["owner", "clerk"]), name="dealer_member_role_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
                name="dealer_member_left_after_joining",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(left_at__isnull=True), name="dealer_member_of_one_dealer"
            ),
            models.UniqueConstraint(
                fields=["dealer"],
                condition=Q(left_at__isnull=True, role="owner"),
                name="dealer_member_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_owner(self) -> bool:
        return self.role == self.Role.OWNER


class DealerInvitation(models.Model):
    """An owner asks somebody to join as a clerk: one link, one use; only its hash is kept."""

    number = models.CharField(max_length=24, unique=True)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="invitations")
    address = EncryptedTextField()
    address_index = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                name="dealer_invitation_accepted_by_one",
            ),
            models.UniqueConstraint(
                fields=["dealer", "address_index"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="dealer_invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DealerStore(StatefulModel):
    class Status(models.TextChoices):
        OPEN = "open", _("Open for business")
        CLOSED = "closed", _("Closed")

    EVENT_NAME: ClassVar[str] = "dealer_store"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"closed"}),
        "closed": frozenset({"open"}),
    }

    number = models.CharField(max_length=24, unique=True)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="stores")
    name = models.CharField(max_length=60)
    street = models.CharField(max_length=200)
    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "closed"]), name="dealer_store_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True)
                | Q(status="closed", closed_at__isnull=False),
                name="dealer_store_closed_has_its_time",
            ),
            models.UniqueConstraint(fields=["dealer", "name"], name="dealer_store_name_once"),
        ]

    def __str__(self) -> str:
        return self.number
