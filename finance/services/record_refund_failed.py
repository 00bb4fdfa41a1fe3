"""The bank could not send a receipt in suspense back."""

from accounts.locking import lock
from finance.custody.effects import Outcome
from finance.custody.gateway import BankFact
from finance.models import BankTransaction, SuspenseItem
from finance.services.reopen_suspense import reopen_suspense


def record_refund_failed(fact: BankFact, receipt: BankTransaction) -> Outcome:
    """Put the money back into suspense, 2101 → 2401, and the item back on the work list."""
    found = lock(SuspenseItem.objects.filter(return_reference=fact.reference).exclude(return_reference=""))
    if not found or found[0].status != "returning":
        return Outcome.CONFLICT
    receipt.entry_id = reopen_suspense(item=found[0], reason=fact.reason)
    receipt.save(update_fields=["entry"])
    return Outcome.RECORDED
