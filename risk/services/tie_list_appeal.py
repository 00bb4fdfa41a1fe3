"""Say which entry of the lists an appeal is about."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User, WatchEntry
from risk.models import ListAppeal


def tie_list_appeal(*, appeal: ListAppeal, entry_number: str, actor: User) -> ListAppeal:
    """Tie the appeal to an entry in force; refuses (`appeal_over`), (`no_entry`) a number that none in force has."""
    entry = WatchEntry.objects.filter(
        number=entry_number.strip().upper(), status=WatchEntry.Status.IN_FORCE
    ).first()
    if entry is None:
        raise Refused("no_entry", _("No entry in force has this number."), field="entry")
    with transaction.atomic():
        row = lock_one(ListAppeal.objects.filter(pk=appeal.pk))
        if row.status != ListAppeal.Status.OPEN:
            raise Refused("appeal_over", _("This appeal has been decided."))
        row.entry = entry
        row.save(update_fields=["entry"])
        record_event("watch_appeal.linked", subject=row, actor=actor, data={"entry": entry.number})
    return row
