"""What the pages and the floors above read about those who work here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from accounts.models import Appointment, Position, PositionRole, User
from accounts.models.in_force import holds_today


def appointments_in_force() -> QuerySet[Appointment]:
    """Return who sits where today."""
    return Appointment.objects.filter(holds_today()).select_related("user", "position__department")


def holders_of_role(role: str) -> QuerySet[User]:
    """Return those who hold a role today, whoever came first first."""
    seated = Appointment.objects.filter(holds_today(), position__carries__role=role)
    return User.objects.filter(pk__in=seated.values("user"), is_active=True).order_by("pk")


def position_for_role(role: str) -> Position | None:
    """Return the position that carries this role and no other, one with a free chair before a full one."""
    seated = Count("appointments", filter=Q(appointments__status__in=Appointment.STANDING), distinct=True)
    rows = (
        Position.objects.annotate(carried=Count("carries", distinct=True), seated=seated)
        .filter(carried=1, carries__role=role)
        .order_by("rank")
    )
    positions = list(rows)
    free = [position for position in positions if position.seated < position.headcount]
    return (free or positions or [None])[0]


def roles_held_on(user_ids: Iterable[int]) -> "dict[int, list[tuple[str, dt.date, dt.date | None]]]":
    """Return for each login which roles it held from when to when, with one query: a look of last year was made in
    the job of last year.
    """
    held: defaultdict[int, list[tuple[str, dt.date, dt.date | None]]] = defaultdict(list)
    rows = PositionRole.objects.filter(
        position__appointments__user__in=list(user_ids),
        position__appointments__status__in=["in_force", "ended"],
    ).values_list(
        "position__appointments__user",
        "role",
        "position__appointments__from_on",
        "position__appointments__until_on",
    )
    for user_id, role, from_on, until_on in rows:
        held[user_id].append((role, from_on, until_on))
    return dict(held)
