"""Write down what the bank answered about a receipt that is being sent back."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock
from finance.custody.effects import NotYet
from finance.custody.gateway import Answer, Asked, Declined, Unknown
from finance.custody.orders import FIRST_ASK_OF_UNKNOWN
from finance.models import SuspenseItem
from finance.services.record_bank_fact import record_bank_fact
from finance.services.reopen_suspense import reopen_suspense


def record_refund_answer(*, reference: str, answer: Answer | Asked) -> None:
    """Reopen an item whose refund is dead, record what the bank knows, ask sooner after a time-out."""
    if isinstance(answer, Asked):
        for fact in answer.facts:
            try:
                record_bank_fact(fact=fact)
            except NotYet:
                break
    is_dead = isinstance(answer, Declined) or (isinstance(answer, Asked) and answer.state == "never_received")
    if not is_dead and not isinstance(answer, Unknown):
        return
    with transaction.atomic():
        clock.lock_business_date()
        found = lock(SuspenseItem.objects.filter(return_reference=reference, status="returning"))
        if found and is_dead:
            reopen_suspense(item=found[0], reason=getattr(answer, "reason", "never_received"))
        elif found:
            found[0].next_ask_at = clock.now() + FIRST_ASK_OF_UNKNOWN
            found[0].save(update_fields=["next_ask_at"])
