"""Take up notifications that came before what they follow on."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock
from finance.custody.effects import NotYet
from finance.custody.gateway import BankFact, FactKind
from finance.models import CustodyNotification
from finance.services.record_bank_fact import record_bank_fact

WAITING = CustodyNotification.Outcome.WAITING


def take_up_waiting(*, reference: str | None = None, limit: int = 200) -> int:
    """Record what waits (for news of one reference, or all of it), in the order it came, until nothing moves.

    Each in a transaction of its own, after the news it waited for is committed. Returns how many were
    recorded.
    """
    done = 0
    while True:
        waiting = CustodyNotification.objects.filter(outcome=WAITING)
        if reference is not None:
            waiting = waiting.filter(reference=reference)
        ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])
        moved = sum(_take_up(row_id) for row_id in ids)
        done += moved
        if not moved:
            return done


def _take_up(row_id: int) -> bool:
    with transaction.atomic():
        clock.lock_business_date()
        found = lock(CustodyNotification.objects.filter(pk=row_id, outcome=WAITING))
        if not found:
            return False
        row = found[0]
        fact = BankFact(
            kind=FactKind(row.kind),
            reference=row.reference,
            bank_number=row.bank_number,
            customer=row.bank_customer,
            amount_fen=row.amount_fen,
            value_on=row.value_on,
            payer_name=row.payer_name,
            reason=row.reason,
        )
        try:
            row.outcome = record_bank_fact(fact=fact).value
        except NotYet:
            return False
        row.save(update_fields=["outcome"])
        return True
