"""Fetching evidence of use: checked while fetched."""

from django.http import Http404

from accounts.models import User
from lending.models import Loan
from lending.policies import access_loan
from risk.models import UseEvidence
from risk.use_evidence.rules import CHECK, SEE

FIELDS = ("loan__application", "loan__product_version", "borrower__person", "decided_by", "asked_by")


def access_use_evidence(user: User, number: str) -> UseEvidence:
    """Return what was asked about a loan to somebody who sees loans; 404 to others and to the borrower's person."""
    found = UseEvidence.objects.select_related(*FIELDS).filter(number=number).first()
    if found is None or not user.has_right(SEE):
        raise Http404
    person_id = found.borrower.person_id
    if person_id is not None and person_id == user.person_id:
        raise Http404
    return found


def access_own_use_evidence(user: User, number: str) -> UseEvidence:
    """Return what the borrower was asked about the own loan, else 404."""
    loan = access_loan(user, number)
    found = UseEvidence.objects.select_related(*FIELDS).filter(loan=loan).first()
    if found is None:
        raise Http404
    return found


def access_loan_to_sample(user: User, number: str) -> Loan:
    """Return a loan to an officer who draws samples, else 404."""
    found = Loan.objects.filter(number=number).first()
    if found is None or not user.has_right(CHECK):
        raise Http404
    return found
