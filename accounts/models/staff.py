"""The company's chart and who sits in it: what a login may do follows from the appointments in force."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.language import in_language
from accounts.roles import ROLE_CHOICES
from accounts.states import StatefulModel


class Department(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name_en = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    rank = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return in_language(self.name_en, self.name_zh)


class Position(models.Model):
    """A chair of the company: it carries roles, and whoever is appointed to it has them."""

    code = models.CharField(max_length=40, unique=True)
    title_en = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=80)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="positions")
    reports_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    # Whoever sits here asks for changes of the department's staff.
    is_head = models.BooleanField(default=False)
    headcount = models.PositiveSmallIntegerField(default=1)
    rank = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        return in_language(self.title_en, self.title_zh)


class PositionRole(models.Model):
    """A role that a position carries."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="carries")
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["position", "role"], name="position_role_once")]

    def __str__(self) -> str:
        return f"{self.position_id}: {self.role}"


class Appointment(StatefulModel):
    """A person in a position for a time."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        IN_FORCE = "in_force", pgettext_lazy("appointment", "In office")
        ENDED = "ended", pgettext_lazy("appointment", "Ended")
        CANCELLED = "cancelled", pgettext_lazy("appointment", "Called off")

    EVENT_NAME: ClassVar[str] = "appointment"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"in_force", "cancelled"}),
        "in_force": frozenset({"ended"}),
    }
    # What is not over yet.
    STANDING: ClassVar[tuple[str, ...]] = ("planned", "in_force")

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="appointments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="appointments")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    from_on = models.DateField()
    # The last day in the position.
    until_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "in_force", "ended", "cancelled"]),
                name="appointment_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(until_on__isnull=False), name="appointment_ended_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="appointment_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["user", "position"],
                condition=Q(status__in=["planned", "in_force"]),
                name="appointment_once_to_a_position",
            ),
        ]
        indexes = [models.Index(fields=["status", "from_on"], name="appointment_to_begin")]

    def __str__(self) -> str:
        return self.number
