"""A customer takes money out to the own card, a dealer's owner to the company's account."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.restrictions import require_not_held
from finance import chart
from finance.holders import require_known_holder
from finance.models import Withdrawal
from finance.policies import card_for_withdrawals, check_amount
from finance.posting import EntryInput, TransferInput
from finance.queries.freezes import wallet_frozen
from finance.queries.halts import payouts_halted
from finance.services.post_entries import post_entries


def request_withdrawal(*, actor: User, card_number: str, amount_fen: int, key: str) -> str:
    """Take the money out of the wallet at once, wallet.available → 2101, and return the withdrawal's number.

    Refuses a card that is not the customer's own verified one (`card_not_verified`; samename) or that is too new
    (`card_cooling`), a person who has not shown the identity card and the face (`documents_missing`, `face_missing`;
    kyc.level), a dealer that was never admitted (`not_admitted`), who is held (`held`; kyc.hold), a frozen wallet
    (`wallet_frozen`), more than is available (`insufficient_funds`), and everybody while payouts are halted
    (`payouts_halted`).
    """
    return run_once(
        actor=actor,
        command="finance.request_withdrawal",
        key=key,
        inputs={"card": card_number, "amount_fen": amount_fen},
        perform=lambda: _request(actor, card_number, amount_fen),
    )


def _request(actor: User, card_number: str, amount_fen: int) -> str:
    clock.lock_business_date()
    check_amount(amount_fen)
    card = card_for_withdrawals(actor, card_number)
    require_known_holder(actor, on=clock.today())
    require_not_held(actor, "withdraw")
    if payouts_halted() is not None:
        raise Refused(
            "payouts_halted",
            _("Payouts are paused while we check our books. Your money is safe; please try again later."),
        )
    if wallet_frozen(actor) is not None:
        raise Refused("wallet_frozen", _("Your wallet is frozen. Please contact customer service."))
    withdrawal = Withdrawal.objects.create(
        number=next_number("WD"), user=actor, card=card, amount_fen=amount_fen, requested_at=clock.now()
    )
    record_event("withdrawal.requested", subject=withdrawal, actor=actor, data={"amount_fen": amount_fen})
    wallet, transit = chart.wallet_available(actor), chart.payouts_in_transit()
    post_entries(
        [
            EntryInput(
                kind="withdrawal.requested",
                reference=withdrawal.number,
                idempotency_key=f"withdrawal:{withdrawal.number}:requested",
                transfers=[TransferInput(wallet, transit, amount_fen, "withdrawal")],
                posted_by_id=actor.pk,
            )
        ]
    )
    return withdrawal.number
