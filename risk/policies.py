"""Fetching risk's objects: checked while fetched."""

from django.http import Http404

from accounts.models import User
from risk.committee.reading import SIT, is_kept_from_case, must_declare_first
from risk.models import AuthorityMatrix, CreditCase


def access_case(user: User, number: str) -> CreditCase:
    """Return a case to somebody who may see cases.

    404 where there is none, where it is about themselves, and to a member of the committee who has an interest in it
    or has not yet said that there is none.
    """
    case = (
        CreditCase.objects.select_related(
            "application__borrower__person",
            "application__product_version",
            "application__product",
            "reviewed_by",
            "decision__decided_by",
        )
        .filter(number=number)
        .first()
    )
    if case is None or not user.has_right("risk.see_cases"):
        raise Http404
    person_id = case.application.borrower.person_id
    if person_id is not None and person_id == user.person_id:
        raise Http404
    if user.has_right(SIT) and (is_kept_from_case(user, case.pk) or must_declare_first(user, case.pk)):
        raise Http404
    return case


def access_authority_matrix(user: User, number: str) -> AuthorityMatrix:
    """Return a version of the authority matrix to somebody who may see cases, else 404."""
    found = AuthorityMatrix.objects.select_related("proposed_by").filter(number=number).first()
    if found is None or not user.has_right("risk.see_cases"):
        raise Http404
    return found
