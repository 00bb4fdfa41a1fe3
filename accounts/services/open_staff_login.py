"""Open a login for a member of staff."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.crypto import blind_index
from accounts.domain.identity_number import read_identity_number
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Person, Position, User
from accounts.services.appoint import appoint
from accounts.staff.queries import position_for_role


def open_staff_login(
    *,
    email: str,
    password: str | None,
    display_name: str,
    roles: Sequence[str],
    identity_number: str = "",
    language: str = "zh-hans",
    actor: User | None = None,
) -> User:
    """Open a login that works by e-mail and password, and seat it where these roles are.

    The company knows its own people, so the address counts as proved; the identity number ties the login to its person,
    by which a maker cannot be the checker under another login. Refuses (`role_unknown`) a role that no position
    carries, (`login_taken`) an address in use.
    """
    address = email.strip().lower()
    with transaction.atomic():
        if User.objects.filter(email=address).exists():
            raise Refused("login_taken", _("There is an account with this number or address already."))
        at = clock.now()
        user = User.objects.create_user(
            email=address,
            password=password,
            kind=User.Kind.STAFF,
            display_name=display_name,
            language=language,
            person=_person(display_name, identity_number) if identity_number else None,
            identity_verified_at=at if identity_number else None,
        )
        EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
        for role in dict.fromkeys(roles):
            appoint(user=user, position=_position(role), from_on=clock.today(), actor=actor)
        record_event("user.staff_opened", subject=user, actor=actor, data={"roles": sorted(set(roles))})
    return user


def _position(role: str) -> Position:
    position = position_for_role(role)
    if position is None:
        raise Refused("role_unknown", _("There is no role %(role)s.") % {"role": role})
    return position


def _person(name: str, identity_number: str) -> Person:
    identity = read_identity_number(identity_number)
    person, _is_new = Person.objects.get_or_create(
        identity_index=blind_index("identity", identity.number),
        defaults={
            "real_name": name,
            "identity_number": identity.number,
            "birth_on": identity.birth_on,
            "created_at": clock.now(),
        },
    )
    return person
