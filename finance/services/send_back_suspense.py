"""The cashier sends a receipt nobody can be credited with back to its sender."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import User
from accounts.numbers import next_number
from accounts.states import move
from finance import chart
from finance.models import SuspenseItem
from finance.posting import EntryInput, TransferInput
from finance.queries.halts import payouts_halted
from finance.services.post_entries import post_entries


def send_back_suspense(*, actor: User, item_number: str, evidence: str, key: str) -> str:
    """Take the receipt out of suspense, 2401 → 2101, for the bank to send back; return the item's number.

    Refuses an item that is no longer open (`not_open`), missing evidence, and everybody while payouts are
    halted. The caller has checked the right `finance.clear_suspense`.
    """
    return run_once(
        actor=actor,
        command="finance.send_back_suspense",
        key=key,
        inputs={"item": item_number, "evidence": evidence},
        perform=lambda: _send_back(actor, item_number, evidence),
    )


def _send_back(actor: User, item_number: str, evidence: str) -> str:
    clock.lock_business_date()
    if payouts_halted() is not None:
        raise Refused("payouts_halted", _("Payouts are halted until the books add up again."))
    item = open_item(item_number, evidence)
    reference = next_number("RT")
    move(
        item,
        "returning",
        actor=actor,
        data={"reference": reference},
        return_reference=reference,
        return_sent_at=None,
        next_ask_at=None,
        cleared_by=actor,
        evidence=evidence,
    )
    post_entries(
        [
            EntryInput(
                kind="suspense.returning",
                reference=item.number,
                idempotency_key=f"refund:{reference}:requested",
                transfers=[
                    TransferInput(chart.suspense(), chart.payouts_in_transit(), item.amount_fen, "refund")
                ],
                posted_by_id=actor.pk,
            )
        ]
    )
    return item.number


def open_item(item_number: str, evidence: str) -> SuspenseItem:
    """Lock and return an open item; refuses one that is not open, and clearing without evidence."""
    if len(evidence.strip()) < 10:
        raise Refused("evidence_needed", _("Say how you know, in at least ten characters."), field="evidence")
    found = lock(SuspenseItem.objects.filter(number=item_number, status=SuspenseItem.Status.OPEN))
    if not found:
        raise Refused("not_open", _("This receipt has already been cleared."))
    return found[0]
