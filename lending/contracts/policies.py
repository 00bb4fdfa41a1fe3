"""Getting is checking: a paper for whose copy it is and for the office; else 404."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from lending.models import Claim, Loan, LoanPaper


def access_paper(user: User, number: str) -> LoanPaper:
    """Return the user's own copy."""
    return _only(papers_with_loans(), owner=user, number=number)


def access_paper_as_staff(number: str) -> LoanPaper:
    """Return any paper for the office; the caller's right was checked by the view."""
    return _only(papers_with_loans(), number=number)


def access_paper_of_loan(user: User, loan_number: str, kind: str) -> LoanPaper:
    """Return the borrower's contract or certificate of an own loan."""
    return _only(papers_with_loans(), owner=user, loan__number=loan_number, loan__borrower=user, kind=kind)


def access_lent_claim(user: User, number: str) -> Claim:
    """Return a claim to whoever lent it or holds it: both are parties to its contract."""
    return _only(lent_claims(user).select_related("loan"), number=number)


def lent_claims(user: User) -> "QuerySet[Claim]":
    """Return the claims a user lent or holds."""
    return Claim.objects.filter(Q(holder=user) | Q(bid__investor=user))


def borrowers_papers(loan: Loan) -> list[LoanPaper]:
    """Return contract, supplements and certificate of a loan, in their order, without what they say."""
    own = LoanPaper.objects.filter(loan=loan).exclude(kind=LoanPaper.Kind.EXTRACT)
    return list(own.defer("content").order_by("pk"))


def papers_with_loans() -> "QuerySet[LoanPaper]":
    """Return papers with everything their pages name."""
    return LoanPaper.objects.select_related("loan", "owner", "seal")


def _only(rows: Any, **where: Any) -> Any:
    found = rows.filter(**where).order_by("pk").first()
    if found is None:
        raise Http404
    return found
