"""Give a watch to another owner."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.models import RiskWatch
from risk.services.place_watch import require_keeper


def hand_over_watch(*, watch: RiskWatch, owner: User, actor: User | None) -> RiskWatch:
    """Make the watch another colleague's; nobody acts where a colleague leaves and the work is handed over.

    Refuses (`watch_owner`) whoever may not keep it, (`watch_same`) its owner, (`watch_over`) one that has ended.
    """
    require_keeper(owner)
    with transaction.atomic():
        row = lock_one(RiskWatch.objects.filter(pk=watch.pk))
        if not row.is_live:
            raise Refused("watch_over", _("This watch has ended."))
        if row.owner_id == owner.pk:
            raise Refused("watch_same", _("It is this colleague's already."), field="owner")
        before = row.owner.number
        row.owner = owner
        row.save(update_fields=["owner"])
        record_event(
            "risk_watch.handed_over", subject=row, actor=actor, data={"from": before, "to": owner.number}
        )
    return row
