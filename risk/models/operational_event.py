"""The register of operational-risk events: what went wrong in the company's own work, and what it cost."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, User
from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class OperationalEventStatus(models.TextChoices):
    REPORTED = "reported", _("Reported")
    EXAMINED = "examined", _("Examined, measures under way")
    CLOSED = "closed", _("Closed")


class OperationalCategory(models.TextChoices):
    """The seven event types of the Basel framework (Basel II, Annex 9), which Chinese supervisors use as well."""

    INTERNAL_FRAUD = "internal_fraud", _("Internal fraud")
    EXTERNAL_FRAUD = "external_fraud", _("External fraud")
    EMPLOYMENT = "employment", _("Employment and safety at work")
    CLIENTS = "clients", _("Customers, products and business practice")
    DAMAGE = "damage", _("Damage to things")
    SYSTEMS = "systems", _("Interruption and failure of systems")
    PROCESS = "process", _("Execution and processes")


class OperationalEvent(StatefulModel):
    """One event; any colleague reports it, risk examines it, and both figures may be set right until it is closed."""

    Status = OperationalEventStatus
    Category = OperationalCategory

    EVENT_NAME: ClassVar[str] = "operational_event"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "reported": frozenset({"examined"}),
        "examined": frozenset({"closed"}),
    }
    OPEN: ClassVar[tuple[str, ...]] = ("reported", "examined")

    number = models.CharField(max_length=24, unique=True)
    category = models.CharField(max_length=16, choices=OperationalCategory)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=OperationalEventStatus, default="reported")
    happened_on = models.DateField()
    found_on = models.DateField()
    words = models.CharField(max_length=1000)
    # Before and after what came back; estimates until the event is closed.
    loss_fen = models.BigIntegerField(default=0)
    recovered_fen = models.BigIntegerField(default=0)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    cause = models.CharField(max_length=1000, blank=True, default="")
    measures = models.CharField(max_length=1000, blank=True, default="")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    examined_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    examined_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", OperationalEventStatus, "operational_event_status_is_a_choice"),
            is_a_choice("category", OperationalCategory, "operational_event_category_is_a_choice"),
            models.CheckConstraint(
                condition=Q(loss_fen__gte=0, recovered_fen__gte=0, recovered_fen__lte=F("loss_fen")),
                name="operational_event_recovers_no_more_than_lost",
            ),
            models.CheckConstraint(
                condition=Q(found_on__gte=F("happened_on")), name="operational_event_found_after_it_happened"
            ),
            known_in("examined_at", ["examined", "closed"], "operational_event_examined_has_a_time"),
            known_in("closed_at", ["closed"], "operational_event_closed_has_a_time"),
        ]
        indexes = [models.Index(fields=["status", "-happened_on"], name="operational_event_by_status")]

    def __str__(self) -> str:
        return self.number

    @property
    def net_loss_fen(self) -> int:
        return self.loss_fen - self.recovered_fen
