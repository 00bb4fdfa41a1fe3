"""The watch-list: whom or what the company looks out for, and the customers it was found at."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models.identity_review import IdentityReview
from accounts.states import StatefulModel

STATUSES = ["proposed", "in_force", "ended", "expired", "dropped"]
OVER = ["ended", "expired", "dropped"]


class WatchEntry(StatefulModel):
    """Put in force and ended by two persons; the value is encrypted and found by its blind index alone."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("Resident identity number")
        PHONE = "phone", _("Mobile number")
        NAME_BIRTH = "name_birth", _("Name and date of birth")
        CARD = "card", _("Bank card")
        USCC = "uscc", _("Unified social credit code")
        ADDRESS = "address", _("Home address")

    class Category(models.TextChoices):
        SANCTIONS = "sanctions", _("Sanctions")
        FRAUD = "fraud", _("Fraud")
        COURT = "court", _("Listed by a court")
        INTERNAL = "internal", pgettext_lazy("watch-list", "Internal")

    class Severity(models.TextChoices):
        STOP = "stop", _("Stop")
        REFER = "refer", _("Refer")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for approval")
        IN_FORCE = "in_force", pgettext_lazy("watch-list", "In force")
        ENDED = "ended", pgettext_lazy("watch-list", "Ended")
        EXPIRED = "expired", _("Ran out")
        DROPPED = "dropped", _("Not put in force")

    EVENT_NAME: ClassVar[str] = "watch_entry"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.PROPOSED: frozenset({Status.IN_FORCE, Status.DROPPED}),
        Status.IN_FORCE: frozenset({Status.ENDED, Status.EXPIRED}),
    }

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    # Canonical; of a name and date of birth "张三|1990-01-01".
    value = EncryptedTextField()
    value_index = models.CharField(max_length=64)
    category = models.CharField(max_length=10, choices=Category)
    severity = models.CharField(max_length=6, choices=Severity)
    source = models.CharField(max_length=120)
    # What speaks for it may name people.
    evidence = EncryptedTextField()
    document = models.ForeignKey(
        "accounts.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The last day on which it counts; without one it counts until it is ended.
    expires_on = models.DateField(null=True, blank=True)
    # When somebody has to look whether it still holds.
    review_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="watch_entry_status_is_a_choice"),
            models.CheckConstraint(
                condition=Q(kind__in=["identity", "phone", "name_birth", "card", "uscc", "address"]),
                name="watch_entry_kind_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["stop", "refer"]), name="watch_entry_severity_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status__in=OVER, ended_at__isnull=False)
                | Q(ended_at__isnull=True) & ~Q(status__in=OVER),
                name="watch_entry_ended_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(status="in_force") | Q(in_force_at__isnull=False),
                name="watch_entry_in_force_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["kind", "value_index", "category"],
                condition=Q(status__in=["proposed", "in_force"]),
                name="watch_entry_once_for_a_category",
            ),
        ]
        indexes = [
            models.Index(fields=["value_index"], name="watch_entry_of_value"),
            models.Index(
                fields=["review_on"], condition=Q(status="in_force"), name="watch_entry_to_look_again"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_black(self) -> bool:
        """Whether the entry stands on the black list: a hit stops. One of the grey list refers."""
        return self.severity == self.Severity.STOP

    @property
    def list_name(self) -> Promise:
        """The list an entry stands on, in words."""
        return LIST_NAMES[self.severity]


# What a hit does is what makes the list: one that stops is black, one that refers is grey.
LIST_NAMES: dict[str, Promise] = {"stop": _("black list"), "refer": _("grey list")}


class WatchHit(StatefulModel):
    """A customer at whom an entry was found; what was cleared once is not raised again by the same entry."""

    class FoundBy(models.TextChoices):
        IDENTITY = "identity", _("the identity check")
        PHONE = "phone", _("the proof of a mobile number")
        CARD = "card", _("the naming of a bank card")
        SCAN = "scan", _("the search among known customers")

    class Status(models.TextChoices):
        OPEN = "open", _("Being examined")
        CLEARED = "cleared", pgettext_lazy("watch-list", "Cleared")
        CONFIRMED = "confirmed", _("Confirmed")

    EVENT_NAME: ClassVar[str] = "watch_hit"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.OPEN: frozenset({Status.CLEARED, Status.CONFIRMED}),
    }

    number = models.CharField(max_length=24, unique=True)
    entry = models.ForeignKey(WatchEntry, on_delete=models.PROTECT, related_name="hits")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(IdentityReview, on_delete=models.PROTECT, related_name="hits")
    found_by = models.CharField(max_length=10, choices=FoundBy)
    found_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "cleared", "confirmed"]), name="watch_hit_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status="open", decided_at__isnull=True)
                | Q(decided_at__isnull=False) & ~Q(status="open"),
                name="watch_hit_decided_when_not_open",
            ),
            models.UniqueConstraint(fields=["entry", "user"], name="watch_hit_once_for_a_customer"),
        ]
        indexes = [models.Index(fields=["user"], name="watch_hit_of_customer")]

    def __str__(self) -> str:
        return self.number
