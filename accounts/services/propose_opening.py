"""Prepare an account for a caller: a proposal that the caller confirms."""

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.assisted import GOOD_FOR, canonical, payload_hash, token_hash
from accounts.domain.identity_number import BadIdentityNumber, read_identity_number
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.domain.real_name import BadName, read_real_name
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import AssistedEntry, User
from accounts.numbers import next_number
from accounts.queries import holders_of
from accounts.services.prepare_identity_check import refuse_under_age

PREFIX = "AE"
IDENTITY = ("real_name", "identity_number")


def propose_opening(*, phone: str, values: dict[str, Any], actor: User) -> tuple[AssistedEntry, str]:
    """Write down an account to be opened and return it with the secret of its link; nothing is opened yet.

    Refuses (`phone_form`) what is no mobile number, (`login_taken`) one that has an account: staff who enter for
    customers may look customers up as well, so that this tells them nothing new; and what `check_identity` refuses.
    """
    try:
        phone = normalise_phone(phone)
    except BadPhone:
        raise Refused("phone_form", _("This is no Chinese mobile number."), field="phone") from None
    holders = list(holders_of(email=None, phone=phone).values_list("number", flat=True))
    if holders:
        # It was a look-up all the same, and who tries numbers one after another is seen in the log.
        record_event("customers.looked_up", subject=None, actor=actor, data={"by": "phone", "found": holders})
        raise Refused("login_taken", _("There is an account with this number already."), field="phone")
    token = secrets.token_urlsafe(24)
    entry = write_down(
        AssistedEntry.Kind.OPEN, check_identity(values), actor, phone=phone, token_hash=token_hash(token)
    )
    return entry, token


def write_down(kind: str, values: dict[str, Any], actor: User, **fields: Any) -> AssistedEntry:
    """Keep an entry with the hash of its values, open to be confirmed."""
    number, payload, at = next_number(PREFIX), canonical(values), clock.now()
    with transaction.atomic():
        entry = AssistedEntry.objects.create(
            number=number,
            kind=kind,
            payload=payload,
            payload_hash=payload_hash(number, payload),
            entered_by=actor,
            entered_at=at,
            expires_at=at + GOOD_FOR[kind],
            **fields,
        )
        record_event(
            "assisted_entry.proposed",
            subject=entry,
            actor=actor,
            data={"kind": kind, "user": entry.customer.number if entry.customer else ""},
        )
    return entry


def check_identity(values: dict[str, Any]) -> dict[str, Any]:
    """Refuse (`identity_form`) half an identity or one that cannot be, (`too_young`) somebody under age."""
    if not any(values.get(name) for name in IDENTITY):
        return {name: value for name, value in values.items() if name not in IDENTITY}
    try:
        name = read_real_name(values.get("real_name", ""))
        identity = read_identity_number(values.get("identity_number", ""))
    except (BadName, BadIdentityNumber):
        raise Refused(
            "identity_form", _("This is no name and number of an identity card."), field="identity_number"
        ) from None
    refuse_under_age(identity.birth_on)
    return {**values, "real_name": name, "identity_number": identity.number}
