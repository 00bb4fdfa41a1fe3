"""Finance gives a frozen wallet free again, once the company has its advance back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock
from accounts.models import User
from finance import chart
from finance.models import WalletFreeze
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries


def lift_wallet_freeze(*, actor: User, freeze_id: int, because: str) -> None:
    """Collect what the company advanced, wallet.available → 2190 with 1003 → 1221, and lift the freeze.

    Refuses while the wallet does not hold the advance (`insufficient_funds`), a freeze lifted before
    (`not_standing`), and a missing reason. The caller has checked the right `finance.clear_suspense`.
    """
    if len(because.strip()) < 10:
        raise Refused("evidence_needed", _("Say why, in at least ten characters."), field="evidence")
    with transaction.atomic():
        clock.lock_business_date()
        found = lock(WalletFreeze.objects.filter(pk=freeze_id, lifted_at__isnull=True))
        if not found:
            raise Refused("not_standing", _("This wallet has already been given free."))
        freeze = found[0]
        WalletFreeze.objects.filter(pk=freeze.pk).update(
            lifted_at=clock.now(), lifted_by=actor, lifted_because=because
        )
        record_event(
            "wallet.unfrozen", subject=freeze, actor=actor, data={"recovered_fen": freeze.shortfall_fen}
        )
        if freeze.shortfall_fen:
            _recover(freeze, actor)


def _recover(freeze: WalletFreeze, actor: User) -> None:
    wallet = chart.wallet_available(freeze.user_id)
    amount_fen = freeze.shortfall_fen
    post_entries(
        [
            EntryInput(
                kind="wallet.recovered",
                reference=freeze.reference,
                idempotency_key=f"freeze:{freeze.pk}:recovered",
                transfers=[
                    TransferInput(wallet, chart.company_in_custody(), amount_fen, "recovered"),
                    TransferInput(
                        chart.due_from_custody(), chart.advances_to_recover(), amount_fen, "recovered"
                    ),
                ],
                posted_by_id=actor.pk,
            )
        ]
    )
