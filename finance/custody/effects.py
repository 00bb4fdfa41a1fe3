"""What the effects of bank facts share: posting once for each bank number, and taking money back."""

from collections.abc import Sequence
from enum import StrEnum

from accounts import clock
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from finance import chart
from finance.custody.gateway import BankFact
from finance.errors import InsufficientFunds
from finance.models import BankTransaction, SuspenseItem, WalletFreeze
from finance.posting import EntryInput, TransferInput
from finance.services.lock_wallets import lock_wallets
from finance.services.post_entries import post_entries


class Outcome(StrEnum):
    """What a fact did to our books."""

    RECORDED = "recorded"
    REPEATED = "repeated"
    SUSPENSE = "suspense"
    CONFLICT = "conflict"


class NotYet(Exception):
    """The fact cannot be booked before another one, or before money is there; it is kept and taken up again."""


def post_receipt(
    receipt: BankTransaction, kind: str, transfers: Sequence[TransferInput], reference: str = ""
) -> None:
    """Post the one entry of a bank transaction, valued on the bank's day, and tie the two together."""
    posted = post_entries(
        [
            EntryInput(
                kind=kind,
                reference=reference or receipt.reference or receipt.bank_number,
                idempotency_key=f"bank:{receipt.bank_number}",
                transfers=transfers,
                value_on=receipt.value_on,
            )
        ]
    )
    receipt.entry_id = posted[0].id
    receipt.save(update_fields=["entry"])


def hold_in_suspense(fact: BankFact, receipt: BankTransaction, reason: str) -> Outcome:
    """Book money that came in and whose owner is not sure, 1001 → 2401, and open the work of clearing it."""
    number = next_number("SU")
    post_receipt(
        receipt,
        "suspense.received",
        [TransferInput(chart.custody_bank(), chart.suspense(), fact.amount_fen, "receipt")],
        number,
    )
    item = SuspenseItem.objects.create(
        number=number,
        receipt=receipt,
        amount_fen=fact.amount_fen,
        reason=reason,
        reference=fact.reference,
        payer_name=fact.payer_name,
        opened_at=clock.now(),
    )
    record_event(
        "suspense.open", subject=item, actor=None, data={"reason": reason, "reference": fact.reference}
    )
    return Outcome.SUSPENSE


def take_back(user: User, fact: BankFact, receipt: BankTransaction, *, kind: str, freeze_reason: str) -> None:
    """Book money that left the bank at a customer's cost: from the wallet, a shortfall from the company's money.

    The company's advance stands in 1221 until the customer makes it good; the wallet is frozen either way.
    Raises NotYet while the wallet and 2190 together do not hold enough.
    """
    shortfall_fen = _take_what_is_there(user, fact, receipt, kind)
    freeze = WalletFreeze.objects.create(
        user=user,
        reason=freeze_reason,
        reference=fact.reference,
        shortfall_fen=shortfall_fen,
        frozen_at=clock.now(),
    )
    record_event(
        "wallet.frozen",
        subject=freeze,
        actor=None,
        data={"user": user.number, "shortfall_fen": shortfall_fen},
    )


def _take_what_is_there(user: User, fact: BankFact, receipt: BankTransaction, kind: str) -> int:
    from_wallet_fen = min(lock_wallets([user.pk])[user.pk], fact.amount_fen)
    shortfall_fen = fact.amount_fen - from_wallet_fen
    bank = chart.custody_bank()
    transfers = [
        TransferInput(chart.wallet_available(user), bank, from_wallet_fen, "taken_back"),
        TransferInput(chart.company_in_custody(), bank, shortfall_fen, "advance"),
        TransferInput(chart.advances_to_recover(), chart.due_from_custody(), shortfall_fen, "advance"),
    ]
    try:
        post_receipt(receipt, kind, [one for one in transfers if one.amount_fen])
    except InsufficientFunds as error:
        raise NotYet from error
    return shortfall_fen
