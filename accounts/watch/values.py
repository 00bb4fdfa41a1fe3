"""What stands on the watch-list: how each kind of value is read, found again, and shown with stars."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

from accounts.crypto import blind_index, mask_address, mask_card, mask_identity_number, mask_name, mask_phone
from accounts.domain.addresses import canonical_address
from accounts.domain.identity_number import BadIdentityNumber, read_identity_number
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.domain.real_name import BadName, read_real_name
from accounts.domain.uscc import BadUscc, read_uscc
from accounts.errors import Refused
from accounts.models.watch_entry import WatchEntry

Kind = WatchEntry.Kind
# The names under which the values of people are indexed elsewhere; a name with a birthday is indexed here alone.
INDEXES = {
    Kind.IDENTITY: "identity",
    Kind.PHONE: "phone",
    Kind.CARD: "card",
    Kind.NAME_BIRTH: "watch_name_birth",
    Kind.USCC: "uscc",
    Kind.ADDRESS: "address",
}
# A shorter text is no address of a home.
LEAST_ADDRESS = 6
FAULTS: dict[str, Promise] = {
    Kind.IDENTITY: _("This is no resident identity number."),
    Kind.PHONE: _("This is no Chinese mobile number."),
    Kind.CARD: _("This is not a valid card number."),
    Kind.NAME_BIRTH: _("Give the name in Chinese characters and the date of birth."),
    Kind.USCC: _("This is no unified social credit code."),
    Kind.ADDRESS: _("Give the whole address, down to the door."),
}


@dataclass(frozen=True)
class Watched:
    """A value as the list keeps it."""

    kind: str
    value: str
    index: str


def read_watched(kind: str, text: str, birth_on: dt.date | None = None) -> Watched:
    """Return the canonical value and its index; refuses (`watch_value`) what is none of its kind."""
    try:
        value = _read(kind, text, birth_on)
    except (BadIdentityNumber, BadPhone, BadName, BadUscc, ValueError):
        raise Refused("watch_value", FAULTS[kind], field="value") from None
    # Addresses are kept as they were written and compared without what people write differently.
    compared = canonical_address(value) if kind == Kind.ADDRESS else value
    return Watched(kind, value, blind_index(INDEXES[Kind(kind)], compared))


def uscc_index(code: str) -> str:
    """Return the index under which a company's code is looked for."""
    return blind_index(INDEXES[Kind.USCC], code)


def name_birth_index(name: str, birth_on: dt.date) -> str:
    """Return the index under which a verified name and date of birth are looked for."""
    return blind_index(INDEXES[Kind.NAME_BIRTH], name_birth_value(name, birth_on))


def name_birth_value(name: str, birth_on: dt.date) -> str:
    """Return name and date of birth as one value."""
    return f"{name}|{birth_on:%Y-%m-%d}"


def birth_on_of(entry: WatchEntry) -> dt.date:
    """Return the date of birth in an entry of a name."""
    return dt.date.fromisoformat(entry.value.rpartition("|")[2])


def masked_value(entry: WatchEntry) -> str:
    """Return the entry's value with stars."""
    if entry.kind == Kind.IDENTITY:
        return mask_identity_number(entry.value)
    if entry.kind == Kind.PHONE:
        return mask_phone(entry.value)
    if entry.kind == Kind.CARD:
        return mask_card(entry.value)
    if entry.kind == Kind.ADDRESS:
        return mask_address(entry.value)
    if entry.kind == Kind.USCC:
        # The code of a company is public.
        return entry.value
    name, _bar, birth = entry.value.rpartition("|")
    return f"{mask_name(name)} {birth[:4]}-**-**"


def full_value(entry: WatchEntry) -> str:
    """Return the entry's value as people read it."""
    return entry.value.replace("|", " ")


def guesses(text: str) -> list[str]:
    """Return the indexes under which a value somebody searches for may stand, whatever kind it is of."""
    return [one.index for one in readings(text)]


def readings(text: str) -> list[Watched]:
    """Return everything a whole value may be, kind by kind.

    A name needs its date of birth behind it: 张三 1990-01-01.
    """
    name, _space, birth = text.strip().rpartition(" ")
    try:
        birth_on = dt.date.fromisoformat(birth)
    except ValueError:
        name, birth_on = text, None
    found = []
    for kind in Kind.values:
        try:
            given = name if kind == Kind.NAME_BIRTH else text
            found.append(read_watched(kind, given, birth_on))
        except Refused:
            continue
    return found


def _read(kind: str, text: str, birth_on: dt.date | None) -> str:
    if kind == Kind.IDENTITY:
        return read_identity_number(text).number
    if kind == Kind.PHONE:
        return normalise_phone(text)
    if kind == Kind.CARD:
        digits = "".join(text.split())
        if not (digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19 and luhn.is_valid(digits)):
            raise ValueError("no card")
        return digits
    if kind == Kind.USCC:
        return read_uscc(text)
    if kind == Kind.ADDRESS:
        if len(canonical_address(text)) < LEAST_ADDRESS:
            raise ValueError("no address")
        return text.strip()
    if birth_on is None:
        raise ValueError("no date of birth")
    return name_birth_value(read_real_name(text), birth_on)
