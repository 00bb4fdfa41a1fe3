"""Close a warning notice, and with it the signals it rests on."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.states import move
from risk.models import WarningNotice, WarningSignal
from risk.warnings.desk import require_live, require_words


def close_notice(*, notice: WarningNotice, outcome: str, reason: str, actor: User) -> WarningNotice:
    """End the notice with what came of it and why; its signals get the same outcome, which the hit rates count.

    Refuses (`no_words`), (`bad_outcome`), (`closed`), and (`own_notice`) the owner of a red one: another person
    closes it.
    """
    said = require_words(reason, "reason")
    if outcome not in WarningNotice.Outcome.values:
        raise Refused("bad_outcome", _("Say whether the warning was right."), field="outcome")
    with transaction.atomic():
        row = lock_one(WarningNotice.objects.filter(pk=notice.pk))
        require_live(row)
        if row.level == WarningNotice.Level.RED and is_same_person(row.owner, actor):
            raise Refused("own_notice", _("A red notice is closed by another person than its owner."))
        fields = {
            "outcome": outcome,
            "close_reason": said,
            "closed_by": actor,
            "closed_at": clock.now(),
            "closed_on": clock.today(),
        }
        for signal in lock(WarningSignal.objects.filter(notice=row, status=WarningSignal.Status.NOTICED)):
            move(signal, WarningSignal.Status.CLOSED, actor=actor, data={"outcome": outcome}, **fields)
        move(row, WarningNotice.Status.CLOSED, actor=actor, data={"outcome": outcome}, **fields)
    return row
