"""What the pages and the floors above read about those who work here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import (
    Appointment,
    Deputyship,
    Position,
    PositionRole,
    StaffChange,
    StaffInvitation,
    User,
)
from accounts.models.in_force import holds_today

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


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


def staff_logins() -> QuerySet[User]:
    """Return everybody who works or worked here, with whether a second factor is set up."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return User.objects.filter(kind=User.Kind.STAFF).annotate(has_factor=Exists(factors))


def directory(*, text: str = "", department: str = "", state: str = "") -> QuerySet[User]:
    """Return colleagues by name or number, department (or one below it) and state ("works", "left"; all without)."""
    rows = staff_logins()
    if text:
        rows = rows.filter(Q(display_name__icontains=text) | Q(number__iexact=text) | Q(email__iexact=text))
    if state:
        rows = rows.filter(is_active=state == "works")
    if department:
        seated = Appointment.objects.filter(
            Q(position__department__code=department) | Q(position__department__parent__code=department),
            status__in=Appointment.STANDING,
        )
        rows = rows.filter(pk__in=seated.values("user"))
    return rows


def standing_appointments(users: Iterable[User]) -> dict[int, list[Appointment]]:
    """Return the appointments that are not over, by login, with one query."""
    found: defaultdict[int, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.filter(user__in=list(users), status__in=Appointment.STANDING)
    for row in rows.select_related("position__department").order_by("from_on", "pk"):
        found[row.user_id].append(row)
    return dict(found)


def last_positions(user_ids: Iterable[int]) -> dict[int, str]:
    """Return the title of the position that each login holds or held last; asks nothing where there is nobody."""
    ids = list(user_ids)
    if not ids:
        return {}
    rows = Appointment.objects.filter(user__in=ids, status__in=["in_force", "ended"])
    ordered = rows.select_related("position__department").order_by("from_on", "pk")
    return {row.user_id: row.position.title for row in ordered}


def appointments_of(user: User) -> list[Appointment]:
    """Return every position a colleague held, holds or is to hold, the newest first."""
    rows = Appointment.objects.filter(user=user).select_related("position__department")
    return list(rows.order_by("-from_on", "-pk"))


def count_sessions(user: User) -> int:
    """Count on how many devices a login is signed in."""
    return UserSession.objects.filter(user=user).count()


def factors_of(user: User) -> dict[str, int]:
    """Return how many second factors of each kind a login has."""
    kinds = Authenticator.objects.filter(user=user).values_list("type").annotate(count=Count("pk"))
    return dict(kinds.order_by("type"))


def colleagues_besides(*users: User) -> list[User]:
    """Return everybody who works here but these, by name."""
    rows = User.objects.filter(kind=User.Kind.STAFF, is_active=True)
    return list(rows.exclude(pk__in=[user.pk for user in users]).order_by("display_name", "pk"))


def changes(*, view: str = "") -> QuerySet[StaffChange]:
    """Return requests about colleagues: those that wait ("": for approval, "planned": for their day), or "all"."""
    rows = StaffChange.objects.select_related("colleague", "position__department", "asked_by")
    return rows if view == "all" else rows.filter(status="planned" if view == "planned" else "asked")


def changes_of(user: User) -> list[StaffChange]:
    """Return the requests about a colleague, the newest first."""
    rows = StaffChange.objects.filter(colleague=user).select_related("position", "asked_by", "handover_to")
    return list(rows.order_by("-pk"))


def taken_over_by(user: User) -> list[StaffChange]:
    """Return the leavers whose work a colleague took over, the newest first."""
    rows = StaffChange.objects.filter(handover_to=user, status="done").select_related("colleague")
    return list(rows.order_by("-pk")[:10])


def deputyships(*, view: str = "") -> QuerySet[Deputyship]:
    """Return absences: those of now (""), those to come ("coming": approved or asked for), or "all"."""
    rows = Deputyship.objects.select_related("principal", "deputy")
    if view == "all":
        return rows
    return rows.filter(status__in=("asked", "planned")) if view == "coming" else rows.filter(holds_today())


def deputyships_with(user: User) -> list[Deputyship]:
    """Return where a colleague is stood in for or stands in, the newest first."""
    rows = Deputyship.objects.filter(Q(principal=user) | Q(deputy=user)).select_related("principal", "deputy")
    return list(rows.order_by("-pk")[:20])


def invitation_of(user: User) -> StaffInvitation | None:
    """Return the newest invitation of a joiner."""
    return StaffInvitation.objects.filter(user=user).order_by("-pk").first()
