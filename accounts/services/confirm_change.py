"""The customer confirms what was entered: from now on it holds."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.assisted import values_of
from accounts.errors import Refused
from accounts.models import AssistedEntry, User
from accounts.services.confirm_opening import apply_contact, apply_identity, close_entry, origin_of, prove
from accounts.services.save_profile import save_profile


def confirm_change(*, entry: AssistedEntry, user: User, typed: str) -> None:
    """Let the change hold. Refuses as `prove` does, (`entry_of_another`) somebody else's entry."""
    if entry.customer_id != user.pk:
        raise Refused("entry_of_another", _("This was not entered for you."))
    prove(entry, typed)
    values = values_of(entry)
    with transaction.atomic():
        by = origin_of(entry)
        if entry.kind == AssistedEntry.Kind.PROFILE:
            save_profile(user=user, values=values, actor=entry.entered_by, entered=by)
        elif entry.kind == AssistedEntry.Kind.CONTACT:
            apply_contact(user, values, by)
        else:
            apply_identity(user, values, by)
        close_entry(entry, user)
