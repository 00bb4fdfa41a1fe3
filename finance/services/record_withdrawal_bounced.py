"""The bank could not pay a withdrawal out."""

from finance.custody.effects import Outcome
from finance.custody.gateway import BankFact
from finance.custody.orders import lock_order
from finance.models import BankTransaction, Withdrawal
from finance.services.give_back_withdrawal import give_back_withdrawal


def record_withdrawal_bounced(fact: BankFact, receipt: BankTransaction) -> Outcome:
    """Give the money back to the wallet, 2101 → wallet.available; a withdrawal that was paid is a conflict."""
    withdrawal = lock_order(Withdrawal, fact.reference)
    if withdrawal is None or withdrawal.amount_fen != fact.amount_fen:
        return Outcome.CONFLICT
    if withdrawal.status == Withdrawal.Status.FAILED:
        return Outcome.RECORDED
    if withdrawal.status not in Withdrawal.WITH_THE_BANK:
        return Outcome.CONFLICT
    receipt.entry_id = give_back_withdrawal(
        withdrawal=withdrawal, reason=fact.reason or "refused_by_bank", value_on=fact.value_on
    )
    receipt.save(update_fields=["entry"])
    return Outcome.RECORDED
