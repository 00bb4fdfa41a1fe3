"""Let money leave the house again."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.events import record_event
from accounts.locking import lock
from accounts.models import User
from finance.models import PayoutHalt
from finance.services.verify_books import verify_books


def lift_payout_halt(*, actor: User, because: str) -> PayoutHalt:
    """Close the open halt, with the reason, after a verification that found nothing.

    Refuses while the books still do not add up (`books_not_clean`), without a reason, and (StaleState) when no halt is
    open. The caller has checked the right `finance.lift_payout_halt`.
    """
    if not because.strip():
        raise Refused("reason_missing", _("Say what was wrong and how it was put right."), field="because")
    if not verify_books().is_ok:
        raise Refused("books_not_clean", _("The books still do not add up, so payouts stay halted."))
    with transaction.atomic():
        halts = lock(PayoutHalt.objects.filter(is_open=True))
        if not halts:
            raise StaleState("stale_state", _("Payouts are not halted."))
        halt = halts[0]
        halt.is_open = False
        halt.lifted_at = clock.now()
        halt.lifted_by = actor
        halt.lifted_because = because.strip()
        halt.save(update_fields=["is_open", "lifted_at", "lifted_by", "lifted_because"])
        record_event("payout_halt.lifted", subject=halt, actor=actor, data={})
    return halt
