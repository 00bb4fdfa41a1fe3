"""Who is to join, move or leave, asked by one and approved by another; who stands in for whom, and the way in."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models.staff import Position
from accounts.states import StatefulModel


class StaffChange(StatefulModel):
    """A request that somebody joins, moves or leaves; it is carried out on its day once another person approved."""

    class Kind(models.TextChoices):
        JOIN = "join", pgettext_lazy("staff change", "Joins")
        MOVE = "move", pgettext_lazy("staff change", "Moves")
        LEAVE = "leave", pgettext_lazy("staff change", "Leaves")

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("staff change", "Waits for approval")
        PLANNED = "planned", pgettext_lazy("staff change", "Approved, waits for its day")
        DONE = "done", pgettext_lazy("staff change", "Carried out")
        REFUSED = "refused", pgettext_lazy("staff change", "Not approved")
        WITHDRAWN = "withdrawn", pgettext_lazy("staff change", "Taken back")
        LAPSED = "lapsed", pgettext_lazy("staff change", "No longer possible")

    EVENT_NAME: ClassVar[str] = "staff_change"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "asked": frozenset({"planned", "done", "refused", "withdrawn", "lapsed"}),
        "planned": frozenset({"done", "lapsed"}),
    }
    # What is not over yet.
    PENDING: ClassVar[tuple[str, ...]] = ("asked", "planned")

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    # Of a joiner the login is there once the request was approved.
    colleague = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="staff_changes"
    )
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The first day in the new position; of a leaver the first day on which nothing opens any more.
    effective_on = models.DateField()
    real_name = EncryptedTextField(blank=True, default="")
    work_address = EncryptedTextField(blank=True, default="")
    identity_number = EncryptedTextField(blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    handover_to = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What was open when somebody left: kind of work, number, page.
    handed_over = models.JSONField(default=list)
    reason = models.CharField(max_length=1000)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["asked", "planned", "done", "refused", "withdrawn", "lapsed"]),
                name="staff_change_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(kind="join", position__isnull=False)
                | Q(kind="move", position__isnull=False, colleague__isnull=False)
                | Q(kind="leave", position__isnull=True, colleague__isnull=False),
                name="staff_change_names_its_object",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["planned", "done"]) | Q(colleague__isnull=False),
                name="staff_change_done_to_somebody",
            ),
            models.UniqueConstraint(
                fields=["colleague"],
                condition=Q(status__in=["asked", "planned"], colleague__isnull=False),
                name="staff_change_one_pending_of_a_colleague",
            ),
        ]
        indexes = [
            models.Index(
                fields=["effective_on"], condition=Q(status="planned"), name="staff_change_to_carry_out"
            )
        ]

    def __str__(self) -> str:
        return self.number


class StaffInvitation(models.Model):
    """The way in for a joiner: one link, one use; only its hash is kept."""

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="staff_invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="staff_invitation_used_or_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="staff_invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Deputyship(StatefulModel):
    """Somebody stands in for an absent colleague, with named rights and for named days."""

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("deputyship", "Waits for approval")
        PLANNED = "planned", pgettext_lazy("deputyship", "Approved, is to begin")
        IN_FORCE = "in_force", pgettext_lazy("deputyship", "Stands in now")
        ENDED = "ended", pgettext_lazy("deputyship", "Over")
        REFUSED = "refused", pgettext_lazy("deputyship", "Not approved")
        WITHDRAWN = "withdrawn", pgettext_lazy("deputyship", "Taken back")
        LAPSED = "lapsed", pgettext_lazy("deputyship", "No longer possible")

    EVENT_NAME: ClassVar[str] = "deputyship"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "asked": frozenset({"planned", "in_force", "refused", "withdrawn", "lapsed"}),
        "planned": frozenset({"in_force", "lapsed"}),
        "in_force": frozenset({"ended"}),
    }
    # What gives rights, now or later, or may come to.
    STANDING: ClassVar[tuple[str, ...]] = ("asked", "planned", "in_force")

    number = models.CharField(max_length=24, unique=True)
    principal = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="deputyships_given")
    deputy = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="deputyships")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    from_on = models.DateField()
    # The last day of the absence; after it the rights are gone by themselves.
    until_on = models.DateField()
    reason = models.CharField(max_length=1000)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["asked", "planned", "in_force", "ended", "refused", "withdrawn", "lapsed"]
                ),
                name="deputyship_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="deputyship_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("principal")), name="deputyship_is_for_somebody_else"
            ),
            models.UniqueConstraint(
                fields=["principal", "deputy"],
                condition=Q(status__in=["asked", "planned", "in_force"]),
                name="deputyship_one_standing_of_a_pair",
            ),
        ]
        indexes = [models.Index(fields=["status", "until_on"], name="deputyship_to_end")]

    def __str__(self) -> str:
        return self.number


class DelegatedRight(models.Model):
    """One right that a deputy has for the absent colleague."""

    deputyship = models.ForeignKey(Deputyship, on_delete=models.PROTECT, related_name="delegated")
    right = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deputyship", "right"], name="delegated_right_once")]

    def __str__(self) -> str:
        return f"{self.deputyship_id}: {self.right}"
