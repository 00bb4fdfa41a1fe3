"""What the pages of inspections, findings and operational-risk events read."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncQuarter

from accounts import clock
from accounts.models import Appointment, User
from accounts.models.in_force import holds_today
from accounts.roles import ROLES
from risk.models import Inspection, InspectionFinding, OperationalEvent
from risk.models.inspection import InspectionResult

RIGHT = "risk.inspect"
QUARTERS = 8


def inspections(status: str = "") -> "QuerySet[Inspection]":
    """Return the inspections of a status (empty: all), with how many findings each has and how many are open."""
    rows = Inspection.objects.select_related("department", "lead").annotate(
        finding_count=Count("findings"),
        open_count=Count("findings", filter=~Q(findings__status="verified")),
    )
    return rows.filter(status=status) if status else rows


def inspections_led_by(user: User) -> "QuerySet[Inspection]":
    """Return the inspections a colleague still has to begin or to report."""
    return Inspection.objects.filter(lead=user, status__in=["planned", "running"])


def findings(view: str = "") -> "QuerySet[InspectionFinding]":
    """Return the findings: of a status, `late` for those past their day, or all."""
    rows = InspectionFinding.objects.select_related("inspection__department", "owner")
    if view == "late":
        return rows.filter(status="open", due_on__lt=clock.today())
    return rows.filter(status=view) if view else rows


def findings_to_mend(user: User) -> "QuerySet[InspectionFinding]":
    """Return the findings a colleague has to mend."""
    return InspectionFinding.objects.filter(owner=user, status="open")


def findings_of(user: User) -> "QuerySet[InspectionFinding]":
    """Return every finding that was given to a colleague, those to mend first."""
    rows = InspectionFinding.objects.filter(owner=user).select_related("inspection__department", "owner")
    return rows.order_by("-status", "due_on", "pk")


def findings_to_recheck() -> "QuerySet[InspectionFinding]":
    """Return the findings that somebody says are mended."""
    return InspectionFinding.objects.filter(status="mended")


def inspectors() -> "QuerySet[User]":
    """Return the colleagues who inspect: holders today of a role with that right."""
    roles = [role for role, rights in ROLES.items() if RIGHT in rights]
    seated = Appointment.objects.filter(holds_today(), position__carries__role__in=roles)
    return User.objects.filter(pk__in=seated.values("user"), is_active=True).order_by("display_name", "pk")


@dataclass(frozen=True)
class Progress:
    """How many lines of an inspection have an answer, of how many."""

    answered: int
    total: int


def progress_of(inspection: Inspection) -> Progress:
    """Count the lines of an inspection whose rows were read before."""
    answers = [item.result for item in inspection.items.all()]
    answers += [sample.result for sample in inspection.samples.all()]
    results = Counter(answers)
    total = sum(results.values())
    return Progress(total - results[InspectionResult.OPEN], total)


def operational_events(view: str = "") -> "QuerySet[OperationalEvent]":
    """Return the events of a status, or all."""
    rows = OperationalEvent.objects.select_related("department", "owner", "reported_by")
    return rows.filter(status=view) if view else rows


def events_to_examine() -> "QuerySet[OperationalEvent]":
    """Return the events nobody has examined yet."""
    return OperationalEvent.objects.filter(status="reported")


@dataclass(frozen=True)
class Losses:
    """Count, gross loss and what came back of one kind of event or one quarter (fen)."""

    label: str
    count: int
    loss_fen: int
    recovered_fen: int

    @property
    def net_fen(self) -> int:
        return self.loss_fen - self.recovered_fen


def losses_by_category() -> list[Losses]:
    """Return what each kind of event cost since the register began, kinds without any left out."""
    rows = OperationalEvent.objects.values("category").annotate(
        count=Count("pk"), loss=Sum("loss_fen"), back=Sum("recovered_fen")
    )
    found = {row["category"]: row for row in rows}
    return [
        Losses(str(label), found[value]["count"], int(found[value]["loss"]), int(found[value]["back"]))
        for value, label in OperationalEvent.Category.choices
        if value in found
    ]


def losses_by_quarter() -> list[Losses]:
    """Return what happened in the last quarters that had events, oldest first."""
    rows = (
        OperationalEvent.objects.annotate(quarter=TruncQuarter("happened_on"))
        .values("quarter")
        .annotate(count=Count("pk"), loss=Sum("loss_fen"), back=Sum("recovered_fen"))
        .order_by("-quarter")[:QUARTERS]
    )
    return [
        Losses(
            f"{row['quarter'].year} Q{(row['quarter'].month + 2) // 3}",
            row["count"],
            int(row["loss"]),
            int(row["back"]),
        )
        for row in reversed(rows)
    ]
