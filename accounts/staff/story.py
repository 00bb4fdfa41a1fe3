"""What the pages about colleagues say, made ready for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts import clock
from accounts.demo import is_demo_login
from accounts.duties import NEVER_DELEGATED
from accounts.models import Appointment, StaffChange, StaffInvitation, User
from accounts.queries import events_matching
from accounts.roles import RIGHT_NAMES, ROLE_NAMES, ROLES
from accounts.staff.open_work import WorkItem, open_work_name
from accounts.staff.queries import (
    count_sessions,
    factors_of,
    invitation_of,
    last_positions,
    standing_appointments,
)
from accounts.web.parts import Fact, Moment
from accounts.web.shown import event_moments

FACTOR_NAMES: dict[str, Promise] = {
    Authenticator.Type.TOTP: gettext_lazy("authenticator app"),
    Authenticator.Type.WEBAUTHN: gettext_lazy("passkey or security key"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("recovery codes"),
}


@dataclass(frozen=True)
class State:
    """How it stands with a colleague, for a badge."""

    label: str
    tone: str
    icon: str


@dataclass(frozen=True)
class ColleagueRow:
    """One line of the directory."""

    user: User
    seats: list[Appointment]
    state: State
    has_factor: bool


@dataclass(frozen=True)
class RoleRow:
    """A role a colleague has, with what it lets one do."""

    name: Promise | str
    rights: list[Promise | str]


@dataclass(frozen=True)
class ChangeRow:
    """One line of the list of changes; `title` is the position one comes to, or a leaver's own."""

    change: StaffChange
    title: str


def change_rows(changes: Sequence[StaffChange]) -> list[ChangeRow]:
    """Return the lines of a page of changes, with one query where somebody leaves."""
    held = last_positions(one.colleague_id for one in changes if one.position is None and one.colleague_id)
    return [
        ChangeRow(one, one.position.title if one.position else held.get(one.colleague_id or 0, ""))
        for one in changes
    ]


def colleague_rows(users: Sequence[User]) -> list[ColleagueRow]:
    """Return the lines of a page of the directory, with one query."""
    seats = standing_appointments(users) if users else {}
    return [
        ColleagueRow(user, seats.get(user.pk, []), state_of(user, seats.get(user.pk, [])), has_factor(user))
        for user in users
    ]


def has_factor(user: User) -> bool:
    """Tell whether a second factor is set up; `user` comes from `staff_logins()`."""
    return bool(user.has_factor)  # type: ignore[attr-defined]


def state_of(user: User, seats: Sequence[Appointment]) -> State:
    """Return how it stands with a colleague: gone, invited, to come, without a position, or working."""
    if not user.is_active:
        return State(pgettext("colleague", "Left"), "quiet", "circle-slash")
    if not user.has_usable_password():
        return State(pgettext("colleague", "Invited"), "attention", "clock")
    if any(seat.status == Appointment.Status.IN_FORCE for seat in seats):
        return State(pgettext("colleague", "Works here"), "good", "circle-check")
    if seats:
        return State(pgettext("colleague", "Is to begin"), "attention", "calendar-clock")
    return State(pgettext("colleague", "Without a position"), "quiet", "circle-slash")


def person_facts(user: User) -> list[Fact]:
    """Return what a colleague's file says of the login: sessions, second factor, last sign-in."""
    last = user.last_login.astimezone(clock.SHANGHAI) if user.last_login else None
    return [
        Fact(_("Staff number"), user.number),
        Fact(_("Work address"), user.email or "—"),
        Fact(_("Login since"), date_format(user.joined_at.astimezone(clock.SHANGHAI), "Y-m-d")),
        Fact(_("Second factor"), _factors(user)),
        Fact(_("Signed-in devices"), count_sessions(user), is_figure=True),
        Fact(_("Last sign-in"), date_format(last, "SHORT_DATETIME_FORMAT") if last else _("never")),
    ]


def _factors(user: User) -> str:
    found = factors_of(user)
    names = [str(FACTOR_NAMES.get(kind, kind)) for kind in found]
    if names:
        return pgettext("between items of a list", ", ").join(names)
    return _("waived in this demonstration") if is_demo_login(user) else _("none yet")


def role_rows(user: User) -> list[RoleRow]:
    """Return the roles that the positions carry today, each with its rights in words."""
    return [
        RoleRow(ROLE_NAMES[role], [RIGHT_NAMES.get(right, right) for right in sorted(ROLES[role])])
        for role in ROLE_NAMES
        if role in user.roles
    ]


# -- requests and absences -------------------------------------------------------------------------------------------


def moments_of(kind: str, number: str) -> list[Moment]:
    """Return what happened to a request or an absence, and to the approval it waited for."""
    return event_moments(events_matching(kind=kind, subject=number))


@dataclass(frozen=True)
class HandedOver:
    """Work of one kind that a leaver left."""

    name: Promise | str
    items: list[WorkItem]


def handed_over(change: StaffChange) -> list[HandedOver]:
    """Return what was open when somebody left, by kind."""
    kinds: dict[str, list[WorkItem]] = {}
    for one in change.handed_over:
        kinds.setdefault(one["work"], []).append(WorkItem(one["number"], one["path"]))
    return [HandedOver(open_work_name(code), items) for code, items in kinds.items()]


def way_in(change: StaffChange) -> list[Fact]:
    """Return how far a joiner's login is; nothing for other requests and while there is no login."""
    user = change.colleague
    if change.kind != StaffChange.Kind.JOIN or user is None:
        return []
    invitation = invitation_of(user)
    facts = [Fact(_("Login"), user.number)]
    if invitation is None:
        return [*facts, Fact(_("Invitation"), _("is being sent"))]
    sent = date_format(invitation.invited_at.astimezone(clock.SHANGHAI), "SHORT_DATETIME_FORMAT")
    facts.append(Fact(_("Invitation"), _invitation_state(invitation), hint=sent))
    return [*facts, Fact(_("Second factor"), _factors(user))]


def _invitation_state(invitation: StaffInvitation) -> str:
    if invitation.used_at is not None:
        return _("used: the password is set")
    if is_invitation_over(invitation):
        return _("over, unused")
    return _("sent, not used yet")


def is_invitation_over(invitation: StaffInvitation) -> bool:
    """Tell whether a link is of no use any more."""
    return (
        invitation.used_at is not None
        or invitation.withdrawn_at is not None
        or invitation.expires_at <= clock.now()
        or not invitation.user.is_active
    )


def is_waiting_for_joiner(change: StaffChange) -> bool:
    """Tell whether a joiner's login is there and not set up yet."""
    user = change.colleague
    return (
        change.kind == StaffChange.Kind.JOIN
        and user is not None
        and user.is_active
        and not user.has_usable_password()
    )


def never_delegated(user: User) -> list[Fact]:
    """Return which rights of a colleague nobody gets, each with the reason."""
    return [
        Fact(RIGHT_NAMES.get(right, right), NEVER_DELEGATED[right])
        for right in sorted(user.own_rights)
        if right in NEVER_DELEGATED
    ]


def delegated_rows(user: User) -> list[RoleRow]:
    """Return what a colleague does today for whom, beside the own roles."""
    by_number: dict[str, list[Promise | str]] = {}
    for right, number in sorted(user.delegated_rights.items()):
        by_number.setdefault(number, []).append(RIGHT_NAMES.get(right, right))
    if not by_number:
        return []
    names = {one.number: one.name for one in User.objects.filter(number__in=by_number)}
    return [
        RoleRow(_("for %(name)s") % {"name": names.get(number, number)}, rights)
        for number, rights in by_number.items()
    ]
