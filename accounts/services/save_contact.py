"""Keep where a customer is written to, in which language, and how the customer likes to be reached."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.field_origins import EnteredBy, record_origins
from accounts.locking import lock_one
from accounts.models import ContactDetails, User

CONTACT = ("address", "reached_by", "language")
LANGUAGES = ("zh-hans", "en")


def contact_of(user: User) -> ContactDetails:
    """Return what is kept, or what holds where nothing was ever said."""
    return ContactDetails.objects.filter(user=user).first() or ContactDetails(user=user)


def contact_values(user: User, kept: ContactDetails) -> dict[str, str]:
    """Return the values by the names under which they are saved."""
    return {"address": kept.address, "reached_by": kept.reached_by, "language": user.language}


def save_contact(*, user: User, values: dict[str, str], entered: EnteredBy) -> list[str]:
    """Write what differs, with who entered it, and return the names of what changed.

    Refuses (`contact_form`) a way or a language there is not, (`contact_address`) an address that is none.
    """
    if values.get("reached_by", "inbox") not in ContactDetails.ReachedBy.values:
        raise Refused("contact_form", _("Choose how we may reach you."), field="reached_by")
    if values.get("language", "en") not in LANGUAGES:
        raise Refused("contact_form", _("Choose a language."), field="language")
    if 0 < len(values.get("address", "").strip()) < 6:
        raise Refused("contact_address", _("Write province, city, street and number."), field="address")
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=user.pk))
        kept = contact_of(user)
        before = contact_values(user, kept)
        changed = [name for name in CONTACT if name in values and values[name].strip() != before[name]]
        if not changed:
            return []
        for name in {"address", "reached_by"} & set(changed):
            setattr(kept, name, values[name].strip())
        kept.changed_at = clock.now()
        kept.save()
        if "language" in changed:
            User.objects.filter(pk=user.pk).update(language=values["language"])
        record_origins(user, changed, entered)
        record_event(
            "contact.saved",
            subject=user,
            actor=entered.actor,
            data={"changed": changed, "reference": entered.reference},
        )
    return changed
