"""What a lender's copy of the contract says: the own lines in full, everybody else masked."""

from typing import Any

from django.db.models import Q

from accounts.crypto import mask_name
from accounts.models import User
from lending.models import Claim, Loan, LoanPaper

# So many other lenders are listed; beyond that their number and sum stand for them.
MOST_LISTED = 200
BORROWERS_OWN = ("signature",)


def extract_content(
    loan: Loan, number: str, contract: LoanPaper, said: dict[str, Any], lender: User
) -> dict[str, Any]:
    """Return a lender's copy of a contract, from what the contract says.

    The lender's own lines are the claims lent or held by them; the borrower and the other lenders are masked.
    """
    own = list(
        Claim.objects.filter(loan=loan).filter(Q(holder=lender) | Q(bid__investor=lender)).order_by("number")
    )
    claims = {claim.number for claim in own}
    others = [row for row in said["lenders"] if row[0] not in claims]
    signed = {row[0]: row[4:] for row in said["lenders"] if row[1] == lender.number}
    person = lender.person
    return {
        **{name: value for name, value in said.items() if name not in BORROWERS_OWN},
        "paper": number,
        "kind": "extract",
        "contract": {"number": contract.number, "hash": contract.content_hash},
        "borrower": {
            "number": "",
            "name": mask_name(said["borrower"]["name"]),
            "identity": mask_identity(said["borrower"]["identity"]),
        },
        "lender": {
            "number": lender.number,
            "name": person.real_name if person is not None else lender.name,
            "claims": [[one.number, one.principal_fen, *signed.get(one.number, ["", ""])] for one in own],
        },
        "lenders": [[row[0], "", row[2], row[3], "", ""] for row in others[:MOST_LISTED]],
        "other_lenders": len(others),
        "other_fen": sum(row[3] for row in others),
    }


def mask_identity(identity: str) -> str:
    """Return an identity number, masked already, with its last digits hidden as well."""
    return f"{identity[:6]}{'*' * 12}" if identity else ""
