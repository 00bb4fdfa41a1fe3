"""Give a login its person."""

import datetime as dt

from accounts import clock
from accounts.domain.identity_number import read_identity_number
from accounts.events import record_event
from accounts.field_origins import EnteredBy, record_origins
from accounts.locking import lock_one
from accounts.models import FieldOrigin, IdentityCheck, Person, User
from accounts.services.save_draft import drop_draft
from accounts.services.send_message import send_message


def bind_identity(*, user: User, check: IdentityCheck, source: str = FieldOrigin.Source.PROVIDER) -> str:
    """Bind the locked login to the check's person in the caller's transaction, and return what the check becomes.

    The unique index of identities makes the second of two rivals wait and lose: an identity that another customer's
    login holds is `taken`, a login that another check bound meanwhile keeps its person (`superseded`). `source` says
    who answers for it: the identity service, or the review by two colleagues.
    """
    if user.identity_verified_at is not None or _is_another(user, check):
        return IdentityCheck.Status.SUPERSEDED
    person, _is_new = Person.objects.get_or_create(
        identity_index=check.identity_index,
        defaults={
            "real_name": check.real_name,
            "identity_number": check.identity_number,
            "birth_on": _birth_on(check),
            "created_at": clock.now(),
        },
    )
    person = lock_one(Person.objects.filter(pk=person.pk))
    if User.objects.filter(person=person, kind=User.Kind.CUSTOMER).exclude(pk=user.pk).exists():
        return IdentityCheck.Status.TAKEN
    user.person = person
    user.identity_verified_at = clock.now()
    user.display_name = check.real_name
    user.save(update_fields=["person", "identity_verified_at", "display_name"])
    record_event("user.identity_verified", subject=user, actor=user, data={"check": check.number})
    _record_origins(user, check, source)
    send_message(
        to=user, template="identity_verified", context={}, key=f"identity:{check.number}", link="/me/"
    )
    return IdentityCheck.Status.MATCHED


def _record_origins(user: User, check: IdentityCheck, source: str) -> None:
    """Keep who answered, and that the customer typed it where no colleague had entered it before."""
    fields = ("real_name", "identity_number")
    if not FieldOrigin.objects.filter(customer=user, field=fields[0]).exists():
        record_origins(user, fields, EnteredBy(user, reference=check.number))
    record_origins(user, fields, EnteredBy(user, source, reference=check.number))
    drop_draft(user=user, code="identity")


def _is_another(user: User, check: IdentityCheck) -> bool:
    return user.person is not None and user.person.identity_index != check.identity_index


def _birth_on(check: IdentityCheck) -> dt.date:
    return read_identity_number(check.identity_number).birth_on
