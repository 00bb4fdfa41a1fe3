"""Let money leave the house again, as two persons decided."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import StaleState
from accounts.events import record_event
from accounts.locking import lock
from accounts.models import Approval, User
from accounts.services.consume_approval import consume_approval
from finance.models import PayoutHalt
from finance.services.ask_halt_lift import KIND, check_books, payload_of


def lift_payout_halt(*, approval_number: str, actor: User | None) -> PayoutHalt:
    """Close the open halt whose lifting was asked for and approved; the books are verified once more.

    Refuses what `check_books` and `consume_approval` refuse, and (StaleState) a halt that is no longer open.
    """
    check_books()
    with transaction.atomic():
        asked = Approval.objects.get(number=approval_number, kind=KIND)
        halts = lock(PayoutHalt.objects.filter(is_open=True, pk=asked.subject_id or 0))
        if not halts:
            raise StaleState("stale_state", _("Payouts are not halted."))
        halt = halts[0]
        approval = consume_approval(
            number=approval_number, kind=KIND, subject=halt, payload=payload_of(halt), actor=actor
        )
        halt.is_open = False
        halt.lifted_at = clock.now()
        halt.lifted_by = approval.maker
        halt.lift_approved_by = approval.checker
        halt.lifted_because = approval.reason
        halt.save(update_fields=["is_open", "lifted_at", "lifted_by", "lift_approved_by", "lifted_because"])
        record_event(
            "payout_halt.lifted",
            subject=halt,
            actor=approval.checker,
            data={"asked_by": approval.maker.number},
        )
    return halt
