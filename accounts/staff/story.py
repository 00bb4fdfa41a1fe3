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
from accounts.models import Appointment, User
from accounts.roles import RIGHT_NAMES, ROLE_NAMES, ROLES
from accounts.staff.queries import count_sessions, factors_of, standing_appointments
from accounts.web.parts import Fact

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
