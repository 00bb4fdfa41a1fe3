"""Find customers by what a caller tells."""

from accounts.domain.identity_number import BadIdentityNumber, read_identity_number
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.events import record_event
from accounts.models import User
from accounts.queries import SEARCH_LIMIT, find_customers


def look_up_customers(*, actor: User, text: str) -> list[User]:
    """Return the customers that a whole number, address, phone, identity number or name names.

    Records `customers.looked_up`: by what kind of value and whom it found, never the value: who tries phone numbers one
    after another is seen in the log.
    """
    found = list(find_customers(text)[:SEARCH_LIMIT])
    record_event(
        "customers.looked_up",
        subject=None,
        actor=actor,
        data={"by": _kind_of(text.strip()), "found": [customer.number for customer in found]},
    )
    return found


def _kind_of(text: str) -> str:
    for kind, read, fault in (
        ("phone", normalise_phone, BadPhone),
        ("identity", read_identity_number, BadIdentityNumber),
    ):
        try:
            read(text)
        except fault:
            continue
        return kind
    if "@" in text:
        return "mail"
    return "number" if text[:1].upper() == "U" and text[1:].isdigit() else "name"
