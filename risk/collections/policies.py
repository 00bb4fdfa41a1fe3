"""Fetching collection's objects: checked while fetched."""

from django.http import Http404

from accounts.models import User
from risk.models import CollectionCase, CollectionContact, CollectionPaper

SEE = "risk.see_collections"


def access_collection(user: User, number: str) -> CollectionCase:
    """Return a case to who may see collections; 404 where there is none, or where it is about themselves."""
    case = (
        CollectionCase.objects.select_related("loan__borrower__person", "loan__product_version", "officer")
        .filter(number=number)
        .first()
    )
    if case is None or not user.has_right(SEE) or _is_own(user, case):
        raise Http404
    return case


def access_own_call(user: User, number: str) -> CollectionContact:
    """Return a call to the officer who made it, else 404."""
    rows = CollectionContact.objects.select_related("case__loan__borrower__person")
    found = rows.filter(number=number, officer=user, channel="call").first()
    if found is None or _is_own(user, found.case):
        raise Http404
    return found


def access_collection_paper(user: User, number: str) -> CollectionPaper:
    """Return a paper to who may see collections; 404 as for its case."""
    paper = _paper(number)
    if not user.has_right(SEE) or _is_own(user, paper.case):
        raise Http404
    return paper


def access_own_letter(user: User, number: str) -> CollectionPaper:
    """Return a letter to whom it was sent, else 404; the file for the lawyers is no letter."""
    paper = _paper(number)
    if paper.kind not in CollectionPaper.LETTERS or paper.case.loan.borrower_id != user.pk:
        raise Http404
    return paper


def access_own_contact(user: User, number: str) -> CollectionContact:
    """Return a contact to who was contacted, else 404."""
    rows = CollectionContact.objects.select_related("case__loan", "officer")
    found = rows.filter(number=number, debtor=user).first()
    if found is None:
        raise Http404
    return found


def _paper(number: str) -> CollectionPaper:
    rows = CollectionPaper.objects.select_related("case__loan__borrower__person")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _is_own(user: User, case: CollectionCase) -> bool:
    person_id = case.loan.borrower.person_id
    return person_id is not None and person_id == user.person_id
