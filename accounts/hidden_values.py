"""Personal values that pages show with stars, and why a colleague may see one in full: each app adds its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.crypto import mask_address, mask_identity_number, mask_name, mask_phone
from accounts.models.borrower_profile import BorrowerProfile
from accounts.models.contact_details import ContactDetails
from accounts.models.user import User


@dataclass(frozen=True)
class MaskedValue:
    """One value as pages show it; `reference` tells one of several apart and is nothing personal."""

    masked: str
    reference: str = ""


@dataclass(frozen=True)
class HiddenValue:
    """`list_masked` returns what there is of a customer, `reveal` the one in full, None where there is no such."""

    code: str
    name: Promise | str
    order: int
    list_masked: Callable[[User], Sequence[MaskedValue]]
    reveal: Callable[[User, str], str | None]


@dataclass(frozen=True)
class UnmaskReason:
    """A reason from the list; `holds_when_restricted`: also for data that is kept only because the law wants it."""

    name: Promise
    holds_when_restricted: bool = False


REASONS: dict[str, UnmaskReason] = {
    "recognise": UnmaskReason(_("The customer is on the line and has to be recognised")),
    "correct": UnmaskReason(_("The customer says that the value is wrong")),
    "review": UnmaskReason(_("An application or a case is being examined")),
    "collect": UnmaskReason(_("An overdue loan is being collected"), True),
    "suspicion": UnmaskReason(_("Fraud or money laundering is suspected"), True),
    "authority": UnmaskReason(_("A court or an authority asks for it"), True),
    "audit": UnmaskReason(_("An audit samples records"), True),
}

_values: dict[str, HiddenValue] = {}


def register_hidden_value(value: HiddenValue) -> None:
    """Add an app's value, from its `apps.py: ready()`."""
    if value.code in _values and _values[value.code] != value:
        raise ValueError(f"Two hidden values are named {value.code}.")
    _values[value.code] = value


def hidden_value(code: str) -> HiddenValue:
    """Return a value by its code; raises LookupError for one nobody registered."""
    if code not in _values:
        raise LookupError(f"No app registered the hidden value {code}.")
    return _values[code]


def hidden_value_name(code: str) -> Promise | str:
    """Return how a value is called; one that no app knows any more goes by its code."""
    return _values[code].name if code in _values else code


def hidden_values() -> list[HiddenValue]:
    """Return every value in the order in which pages list them."""
    return sorted(_values.values(), key=lambda value: (value.order, value.code))


def register_own_values() -> None:
    """Register what the ground floor itself keeps of people."""
    register_hidden_value(HiddenValue("phone", _("Mobile number"), 10, _phone, _reveal_phone))
    register_hidden_value(
        HiddenValue("identity_number", _("Resident identity number"), 20, _identity, _reveal_identity)
    )
    register_hidden_value(HiddenValue("real_name", _("Real name"), 30, _name, _reveal_name))
    register_hidden_value(HiddenValue("address", _("Postal address"), 50, _address, _reveal_address))
    register_hidden_value(HiddenValue("home", _("Home and contacts"), 60, _home, _reveal_home))


def _phone(user: User) -> list[MaskedValue]:
    return [MaskedValue(mask_phone(user.phone))] if user.phone else []


def _reveal_phone(user: User, reference: str) -> str | None:
    return user.phone or None


def _identity(user: User) -> list[MaskedValue]:
    person = user.person
    return [MaskedValue(mask_identity_number(person.identity_number))] if person else []


def _reveal_identity(user: User, reference: str) -> str | None:
    return user.person.identity_number if user.person else None


def _name(user: User) -> list[MaskedValue]:
    return [MaskedValue(mask_name(user.person.real_name))] if user.person else []


def _reveal_name(user: User, reference: str) -> str | None:
    return user.person.real_name if user.person else None


def _address(user: User) -> list[MaskedValue]:
    kept = ContactDetails.objects.filter(user=user).first()
    return [MaskedValue(mask_address(kept.address))] if kept and kept.address else []


def _reveal_address(user: User, reference: str) -> str | None:
    kept = ContactDetails.objects.filter(user=user).first()
    return (kept.address or None) if kept else None


def _newest_profile(user: User) -> BorrowerProfile | None:
    return BorrowerProfile.objects.filter(user=user).order_by("-version").first()


def _home(user: User) -> list[MaskedValue]:
    profile = _newest_profile(user)
    return [MaskedValue(mask_address(profile.home_address))] if profile and profile.home_address else []


def _reveal_home(user: User, reference: str) -> str | None:
    """Return the home address and whom the customer named to be called, as one value: they are needed together."""
    profile = _newest_profile(user)
    if profile is None:
        return None
    first = f"{profile.contact_name} {profile.contact_phone}"
    second = f"{profile.second_contact_name} {profile.second_contact_phone}".strip()
    return " · ".join(part for part in (profile.home_address, first, second) if part)
