"""The caller opens the account that was prepared."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.assisted import code_handle, is_open, payload_hash, values_of
from accounts.errors import Refused
from accounts.field_origins import EnteredBy, record_origins
from accounts.models import AssistedEntry, FieldOrigin, User
from accounts.services.open_account import open_account
from accounts.services.propose_opening import IDENTITY
from accounts.services.save_contact import CONTACT, save_contact
from accounts.services.save_draft import save_draft
from accounts.services.use_code import use_code
from accounts.states import move

IDENTITY_DRAFT = "identity"


def confirm_opening(*, entry: AssistedEntry, typed: str, password: str, language: str) -> User:
    """Open the account with the password and the consents that the customer gives on the page, and return it.

    Name and identity number wait for the customer on the page that verifies them, which asks the separate consent.
    Refuses as `prove` does, and (`login_taken`) a number that has got an account meanwhile.
    """
    prove(entry, typed)
    values = values_of(entry)
    with transaction.atomic():
        by = origin_of(entry)
        user = open_account(
            phone=entry.phone, password=password, language=language, is_confirmed=True, entered=by
        )
        apply_identity(user, values, by)
        apply_contact(user, values, by)
        close_entry(entry, user)
    return user


def prove(entry: AssistedEntry, typed: str) -> None:
    """Refuse (`entry_over`) what has ended or run out, (`entry_changed`) values that are not those the code was sent
    for, (`entry_code`) a wrong, used or old code. The try is counted outside any transaction, so that no refusal takes
    it back.
    """
    if not is_open(entry):
        raise Refused("entry_over", _("This has ended. Call us and we enter it again."))
    if payload_hash(entry.number, entry.payload) != entry.payload_hash:
        raise Refused("entry_changed", _("What was entered was changed. Call us and we enter it again."))
    if not use_code(handle=code_handle(entry), typed=typed):
        raise Refused("entry_code", _("The code is wrong or too old. Ask for a new one."), field="code")


def origin_of(entry: AssistedEntry) -> EnteredBy:
    """Return who entered it and that the customer confirms it now."""
    return EnteredBy(
        actor=entry.entered_by,
        source=FieldOrigin.Source.ASSISTED,
        entered_at=entry.entered_at,
        confirmed_at=clock.now(),
        reference=entry.number,
    )


def apply_identity(user: User, values: dict[str, str], by: EnteredBy) -> None:
    """Lay name and number ready for the customer's own verification; nothing is verified by us for anybody."""
    if values.get("identity_number"):
        entered = {name: values[name] for name in IDENTITY}
        save_draft(user=user, code=IDENTITY_DRAFT, screen="entered", values=entered)
        record_origins(user, IDENTITY, by)


def apply_contact(user: User, values: dict[str, str], by: EnteredBy) -> None:
    """Write what there is of address and contact."""
    given = {name: values[name] for name in CONTACT if name in values}
    if given:
        save_contact(user=user, values=given, entered=by)


def close_entry(entry: AssistedEntry, user: User) -> None:
    """Move the entry to confirmed and forget its values: they stand where they belong."""
    move(
        entry,
        AssistedEntry.Status.CONFIRMED,
        actor=user,
        data={"kind": entry.kind, "user": user.number},
        customer=user,
        ended_at=clock.now(),
        payload="",
        phone="",
    )
