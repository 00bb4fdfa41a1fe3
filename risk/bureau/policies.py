"""Fetching files, records and disputes: checked while fetched."""

from django.http import Http404

from accounts.models import User
from risk.bureau.queries import reported_about
from risk.bureau.rules import ANSWER, SEE
from risk.models import BureauDispute, BureauFile, BureauRecord


def access_bureau_file(user: User, number: str) -> BureauFile:
    """Return a file to somebody who may see what the bureau is told, else 404."""
    found = BureauFile.objects.select_related("made_by", "checked_by").filter(number=number).first()
    if found is None or not user.has_right(SEE):
        raise Http404
    return found


def access_own_record(user: User, number: str) -> BureauRecord:
    """Return a reported record to the borrower it is about; 404 to everybody else."""
    found = reported_about(user).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def access_dispute(user: User, number: str) -> BureauDispute:
    """Return a dispute to somebody who sees or answers them; 404 to everybody else and to the borrower's own person."""
    rows = BureauDispute.objects.select_related(
        "record__loan", "record__file__made_by", "record__file__checked_by", "borrower__person", "answered_by"
    )
    found = rows.filter(number=number).first()
    if found is None or not (user.has_right(SEE) or user.has_right(ANSWER)):
        raise Http404
    if found.borrower.person_id is not None and found.borrower.person_id == user.person_id:
        raise Http404
    return found
