"""Documented costs of realising a claim: which of them a payment gave back."""

from lending.models import LegalStep, Loan


def pay_costs(loan: Loan, amount_fen: int) -> None:
    """Lay costs that were given back over the loan's approved steps, the oldest first; the loan is locked."""
    for step in LegalStep.objects.filter(loan=loan, cost_approved_on__isnull=False).order_by("pk"):
        paid_fen = min(amount_fen, step.cost_fen - step.cost_paid_fen)
        if paid_fen:
            step.cost_paid_fen += paid_fen
            step.save(update_fields=["cost_paid_fen"])
            amount_fen -= paid_fen
