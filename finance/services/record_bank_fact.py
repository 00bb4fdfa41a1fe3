"""Give one thing that happened at the bank its one effect on the books."""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from accounts import clock
from finance.custody.effects import Outcome
from finance.custody.gateway import DIRECTION, BankFact, FactKind
from finance.models import BankTransaction
from finance.services.record_deposit_confirmed import record_deposit_confirmed
from finance.services.record_deposit_failed import record_deposit_failed
from finance.services.record_deposit_recalled import record_deposit_recalled
from finance.services.record_receipt_unidentified import record_receipt_unidentified
from finance.services.record_refund_failed import record_refund_failed
from finance.services.record_refund_paid import record_refund_paid
from finance.services.record_withdrawal_bounced import record_withdrawal_bounced
from finance.services.record_withdrawal_paid import record_withdrawal_paid
from finance.services.record_withdrawal_returned import record_withdrawal_returned

Effect = Callable[[BankFact, BankTransaction], Outcome]

EFFECTS: dict[FactKind, Effect] = {
    FactKind.DEPOSIT_CONFIRMED: record_deposit_confirmed,
    FactKind.DEPOSIT_FAILED: record_deposit_failed,
    FactKind.DEPOSIT_RECALLED: record_deposit_recalled,
    FactKind.WITHDRAWAL_PAID: record_withdrawal_paid,
    FactKind.WITHDRAWAL_BOUNCED: record_withdrawal_bounced,
    FactKind.WITHDRAWAL_RETURNED: record_withdrawal_returned,
    FactKind.RECEIPT_UNIDENTIFIED: record_receipt_unidentified,
    FactKind.REFUND_PAID: record_refund_paid,
    FactKind.REFUND_FAILED: record_refund_failed,
}


def record_bank_fact(*, fact: BankFact) -> Outcome:
    """Record a fact once for each transaction number of the bank, whether it was notified or asked for.

    The number is claimed before anything else, so a rival with the same number waits and then finds it. A
    number known with other contents is a conflict and moves nothing. Raises NotYet, and keeps nothing, for
    a fact that came before the one it follows on.
    """
    with transaction.atomic():
        clock.lock_business_date()
        receipt = _claim(fact)
        if receipt is None:
            return _compare(fact)
        outcome = EFFECTS[fact.kind](fact, receipt)
        if outcome == Outcome.CONFLICT:
            receipt.is_conflict = True
            receipt.save(update_fields=["is_conflict"])
        return outcome


def _claim(fact: BankFact) -> BankTransaction | None:
    if BankTransaction.objects.filter(bank_number=fact.bank_number).exists():
        return None
    try:
        with transaction.atomic():
            return BankTransaction.objects.create(
                bank_number=fact.bank_number,
                kind=fact.kind,
                reference=fact.reference,
                bank_customer=fact.customer,
                amount_fen=fact.amount_fen,
                direction=DIRECTION[fact.kind],
                value_on=fact.value_on,
                recorded_at=clock.now(),
            )
    except IntegrityError:
        return None


def _compare(fact: BankFact) -> Outcome:
    known = BankTransaction.objects.get(bank_number=fact.bank_number)
    same = (known.kind, known.reference, known.bank_customer, known.amount_fen) == (
        fact.kind,
        fact.reference,
        fact.customer,
        fact.amount_fen,
    )
    return Outcome.REPEATED if same else Outcome.CONFLICT
