"""What a settlement certificate says: that the loan is paid, when, how, and with what."""

from typing import Any

from django.db.models import Sum

from lending.contracts.content import borrower_of, head
from lending.models import Loan, LoanPaper, LoanPayment

VERSION = "settlement-certificate-2026-1"
PARTS = ("amount_fen", "principal_fen", "interest_fen", "overdue_interest_fen", "fee_fen", "early_fee_fen")


def certificate_content(loan: Loan, number: str, contract: LoanPaper) -> dict[str, Any]:
    """Return the certificate of a loan that owes nothing more; the caller has seen that it is settled."""
    # What a dealer paid of the interest was not paid by the borrower.
    payments = LoanPayment.objects.filter(loan=loan).exclude(kind=LoanPayment.Kind.DEALER)
    sums = payments.aggregate(**{name: Sum(name) for name in PARTS})
    last = payments.order_by("-pk").values_list("kind", flat=True).first()
    return {
        **head(loan, "certificate", number),
        "text": {"version": VERSION},
        "contract": {"number": contract.number, "hash": contract.content_hash},
        "borrower": borrower_of(loan),
        "lent_fen": loan.principal_fen,
        "disbursed_on": loan.disbursed_on.isoformat(),
        "settled_on": loan.settled_on.isoformat() if loan.settled_on is not None else "",
        "settled_by": last or "",
        "paid": {name: int(sums[name] or 0) for name in PARTS},
        "owed_fen": loan.outstanding_fen,
    }
