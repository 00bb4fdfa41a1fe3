"""A stop on some acts of a person while somebody looks at who they are; repaying is never among them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models.identity_review import IdentityReview
from accounts.states import StatefulModel


class PersonHold(StatefulModel):
    """Which acts each cause stops is a dated rule (`kyc.hold`), so a change of the rule reaches holds in force."""

    class Cause(models.TextChoices):
        WATCH_LIST = "watch_list", _("Found on the watch-list")
        IDENTITY = "identity", _("Doubt about the identity")

    class Status(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("hold", "In force")
        LIFTED = "lifted", _("Lifted")

    EVENT_NAME: ClassVar[str] = "person_hold"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {Status.ACTIVE: frozenset({Status.LIFTED})}

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(IdentityReview, on_delete=models.PROTECT, related_name="holds")
    cause = models.CharField(max_length=12, choices=Cause)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    # Nobody, where an entry of the watch-list says stop.
    placed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField()
    words = EncryptedTextField(blank=True, default="")
    lifted_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    approval_number = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["active", "lifted"]), name="person_hold_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=["watch_list", "identity"]), name="person_hold_cause_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status="active", lifted_at__isnull=True)
                | Q(status="lifted", lifted_at__isnull=False) & ~Q(approval_number=""),
                name="person_hold_lifted_by_approval",
            ),
            models.UniqueConstraint(
                fields=["user", "cause"],
                condition=Q(status="active"),
                name="person_hold_one_active_of_a_cause",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(status="active"), name="person_hold_of_customer")
        ]

    def __str__(self) -> str:
        return self.number
