"""Ask that an entry of the watch-list be ended."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import Approval, User, WatchEntry
from accounts.services.request_approval import request_approval
from accounts.watch.payloads import END_KIND, end_payload, page_of


def propose_watch_end(*, entry: WatchEntry, reason: str, actor: User) -> Approval:
    """Ask for another person's approval of the end.

    Refuses (`watch_over`) an entry that is not in force, (`reason_missing`), (`already_asked`).
    """
    with transaction.atomic():
        row = lock_one(WatchEntry.objects.filter(pk=entry.pk))
        if row.status != WatchEntry.Status.IN_FORCE:
            raise Refused("watch_over", _("This entry is not in force."))
        return request_approval(
            maker=actor,
            kind=END_KIND,
            subject=row,
            payload=end_payload(row),
            page_path=page_of(row),
            reason=reason,
        )
