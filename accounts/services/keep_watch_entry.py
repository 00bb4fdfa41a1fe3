"""Keep an entry of the watch-list after looking again."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User, WatchEntry


def keep_watch_entry(*, entry: WatchEntry, review_on: dt.date, actor: User) -> None:
    """Write down that somebody looked and it still holds, and the day of the next look.

    Refuses (`watch_over`) an entry that is not in force, (`watch_dates`) a day that does not lie ahead.
    """
    if review_on <= clock.today():
        raise Refused("watch_dates", _("The day has to lie ahead."), field="review_on")
    with transaction.atomic():
        row = lock_one(WatchEntry.objects.filter(pk=entry.pk))
        if row.status != WatchEntry.Status.IN_FORCE:
            raise Refused("watch_over", _("This entry is not in force."))
        before = row.review_on
        row.review_on = review_on
        row.save(update_fields=["review_on"])
        record_event(
            "watch_entry.kept",
            subject=row,
            actor=actor,
            data={"before": before.isoformat(), "review_on": review_on.isoformat()},
        )
