"""What must always hold between payments, instalments, receipts and the ledger."""

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.invariants import invariant
from finance.models import Transfer
from lending.models import ClaimReceipt, Instalment, LoanPayment, PaymentPart

MOST_SHOWN = 20
AMOUNTS = ("principal_fen", "interest_fen", "overdue_interest_fen")


def _sum(rows, of: str, amount: str):
    total = (
        rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(total=Sum(amount)).values("total")
    )
    return Coalesce(Subquery(total), 0)


@invariant("payments_equal_receipts")
def payments_equal_receipts() -> list[str]:
    """What a payment brings in principal and interest is what the holders got of it, to the fen, in each component."""
    receipts = ClaimReceipt.objects.all()
    rows = LoanPayment.objects.annotate(
        **{f"got_{name}": _sum(receipts, "payment", name) for name in AMOUNTS}
    )
    wrong = rows.exclude(**{name: F(f"got_{name}") for name in AMOUNTS})
    return [
        f"payment {number} and its receipts differ"
        for number in wrong.values_list("number", flat=True)[:MOST_SHOWN]
    ]


@invariant("payments_equal_parts")
def payments_equal_parts() -> list[str]:
    """What a payment says it pays is what its instalments were paid by it."""
    parts = PaymentPart.objects.all()
    names = (*AMOUNTS, "fee_fen")
    rows = LoanPayment.objects.annotate(**{f"laid_{name}": _sum(parts, "payment", name) for name in names})
    wrong = rows.exclude(**{name: F(f"laid_{name}") for name in names})
    return [
        f"payment {number} and its parts differ"
        for number in wrong.values_list("number", flat=True)[:MOST_SHOWN]
    ]


@invariant("instalments_equal_parts")
def instalments_equal_parts() -> list[str]:
    """What an instalment counts as paid is what payments brought to it."""
    parts = PaymentPart.objects.all()
    rows = Instalment.objects.annotate(
        principal_got=_sum(parts, "instalment", "principal_fen"),
        interest_got=_sum(parts, "instalment", "interest_fen"),
        overdue_got=_sum(parts, "instalment", "overdue_interest_fen"),
        fee_got=_sum(parts, "instalment", "fee_fen"),
    )
    wrong = rows.exclude(
        principal_paid_fen=F("principal_got"),
        interest_paid_fen=F("interest_got"),
        overdue_interest_paid_fen=F("overdue_got"),
        fee_paid_fen=F("fee_got"),
    )
    return [
        f"instalment {n} of {number} and what was paid on it differ"
        for number, n in wrong.values_list("loan__number", "n")[:MOST_SHOWN]
    ]


@invariant("payments_equal_ledger")
def payments_equal_ledger() -> list[str]:
    """Each payment took exactly its amount from the payer's wallet, the borrower's as a rule, in its own entry."""
    taken = (
        Transfer.objects.filter(entry=OuterRef("entry"), debit__code="2001", debit__owner=OuterRef("whose"))
        .order_by()
        .values("entry")
        .annotate(total=Sum("amount_fen"))
        .values("total")
    )
    rows = LoanPayment.objects.annotate(whose=Coalesce("payer", "loan__borrower"))
    wrong = rows.annotate(taken=Coalesce(Subquery(taken), 0)).filter(~Q(taken=F("amount_fen")))
    return [
        f"payment {number} and its entry differ"
        for number in wrong.values_list("number", flat=True)[:MOST_SHOWN]
    ]
