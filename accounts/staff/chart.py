"""The company's chart as a tree: departments, their chairs, who sits there and which chairs are free."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import Department, Deputyship, Position, User
from accounts.staff.queries import appointments_in_force, deputyships


@dataclass(frozen=True)
class Seat:
    """Somebody in a position; while away, `absences` say until when and who stands in."""

    user: User
    absences: list[Deputyship]


@dataclass(frozen=True)
class Chair:
    """A position with those who sit there; `free` counts the chairs nobody sits on."""

    position: Position
    boss: str
    seats: list[Seat]
    free: int


@dataclass(frozen=True)
class Branch:
    """A department with what is below it; `people` counts whoever works in all of it."""

    department: Department
    chairs: list[Chair]
    branches: list["Branch"] = field(default_factory=list)
    people: int = 0


@dataclass(frozen=True)
class Chart:
    roots: list[Branch]
    people: int
    free: int


def company_chart() -> Chart:
    """Return the whole chart with four queries, whatever the size of the company."""
    absences: defaultdict[int, list[Deputyship]] = defaultdict(list)
    for absence in deputyships().order_by("until_on"):
        absences[absence.principal_id].append(absence)
    seats: defaultdict[int, list[Seat]] = defaultdict(list)
    for row in appointments_in_force().order_by("from_on", "pk"):
        seats[row.position_id].append(Seat(row.user, absences[row.user_id]))
    chairs: defaultdict[int, list[Chair]] = defaultdict(list)
    for position in Position.objects.select_related("reports_to").order_by("rank"):
        taken = seats[position.pk]
        chairs[position.department_id].append(
            Chair(
                position,
                position.reports_to.title if position.reports_to else "",
                taken,
                max(position.headcount - len(taken), 0),
            )
        )
    below: defaultdict[int | None, list[Department]] = defaultdict(list)
    for department in Department.objects.order_by("rank"):
        below[department.parent_id].append(department)
    return Chart(
        roots=[_branch(root, below, chairs) for root in below[None]],
        people=len({seat.user.pk for taken in seats.values() for seat in taken}),
        free=sum(chair.free for row in chairs.values() for chair in row),
    )


def _branch(
    department: Department,
    below: dict[int | None, list[Department]],
    chairs: dict[int, list[Chair]],
) -> Branch:
    branches = [_branch(child, below, chairs) for child in below.get(department.pk, [])]
    own = chairs.get(department.pk, [])
    people = sum(len(chair.seats) for chair in own) + sum(branch.people for branch in branches)
    return Branch(department, own, branches, people)
