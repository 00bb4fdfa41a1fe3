"""The company's chart as a tree: departments, their chairs, who sits there and which chairs are free."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import Appointment, Department, Position
from accounts.staff.queries import appointments_in_force


@dataclass(frozen=True)
class Chair:
    """A position with those who sit there; `free` counts the chairs nobody sits on."""

    position: Position
    boss: str
    seats: list[Appointment]
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
    """Return the whole chart with three queries, whatever the size of the company."""
    seats: defaultdict[int, list[Appointment]] = defaultdict(list)
    for seat in appointments_in_force().order_by("from_on", "pk"):
        seats[seat.position_id].append(seat)
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
        people=len({seat.user_id for taken in seats.values() for seat in taken}),
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
