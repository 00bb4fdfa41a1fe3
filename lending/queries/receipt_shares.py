"""How a payment was shared among the claims of its loan, rebuilt from the receipts as they stood when it came."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from lending.domain.allocation import Component
from lending.domain.shares import ShareStep, explain_share
from lending.models import Claim, ClaimReceipt, PaymentPart


@dataclass(frozen=True)
class ReceiptPart:
    """One component of a receipt, of one instalment where interest is shared by that one's period."""

    component: Component
    n: int | None
    step: ShareStep


def explain_receipt(receipt: ClaimReceipt) -> list[ReceiptPart]:
    """Return the steps behind a receipt's parts, in three queries.

    Empty where they do not give what was paid: then the claims changed hands in a way that receipts alone do not tell.
    """
    payment, number = receipt.payment, receipt.claim.number
    history = _History(receipt)
    now = history.outstanding(None)
    parts = []
    if payment.principal_fen and sum(now.values()):
        step = explain_share(payment.principal_fen, now, number)
        parts.append(ReceiptPart(Component.PRINCIPAL, None, step))
    rows = PaymentPart.objects.filter(payment=payment).select_related("instalment").order_by("instalment__n")
    for part in rows:
        for component, fen, since_on in (
            (Component.INTEREST, part.interest_fen, part.instalment.starts_on),
            (Component.OVERDUE_INTEREST, part.overdue_interest_fen, part.instalment.due_on),
        ):
            base = history.outstanding(since_on)
            if fen and sum(base.values()):
                parts.append(ReceiptPart(component, part.instalment.n, explain_share(fen, base, number)))
    return parts if _is_whole(receipt, parts) else []


def _is_whole(receipt: ClaimReceipt, parts: list[ReceiptPart]) -> bool:
    found: dict[Component, int] = defaultdict(int)
    for part in parts:
        found[part.component] += part.step.share_fen
    return (
        found[Component.PRINCIPAL],
        found[Component.INTEREST],
        found[Component.OVERDUE_INTEREST],
    ) == (receipt.principal_fen, receipt.interest_fen, receipt.overdue_interest_fen)


class _History:
    """The claims of a loan as they stood before a payment, and on earlier days."""

    def __init__(self, receipt: ClaimReceipt) -> None:
        claims = Claim.objects.filter(loan=receipt.claim.loan_id, opened_at__lte=receipt.payment.paid_at)
        self.before = {claim.number: claim.outstanding_fen for claim in claims}
        self.earlier: list[tuple[dt.date, str, int]] = []
        receipts = ClaimReceipt.objects.filter(claim__loan=receipt.claim.loan_id, principal_fen__gt=0)
        for payment_id, on, number, fen in receipts.values_list(
            "payment", "received_on", "claim__number", "principal_fen"
        ):
            if payment_id >= receipt.payment_id and number in self.before:
                self.before[number] += fen
            else:
                self.earlier.append((on, number, fen))

    def outstanding(self, since_on: dt.date | None) -> dict[str, int]:
        """Return what each claim had before the payment, or at the end of an earlier day."""
        found = dict(self.before)
        for on, number, fen in self.earlier:
            if since_on is not None and on > since_on and number in found:
                found[number] += fen
        return {number: fen for number, fen in found.items() if fen}
