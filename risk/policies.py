"""Fetching risk's objects: checked while fetched."""

from django.http import Http404

from accounts.models import User
from lending.models import Application, Loan
from risk.committee.reading import SIT, is_kept_from_case, must_declare_first
from risk.models import (
    AuthorityMatrix,
    CaseQuery,
    ClassDowngrade,
    CreditCase,
    FieldVisit,
    Score,
    Scorecard,
)


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
    if case is None or not may_open_case(user, case):
        raise Http404
    return case


def may_open_case(user: User, case: CreditCase) -> bool:
    """Tell whether a case opens to a person; its application and borrower are at hand."""
    person_id = case.application.borrower.person_id
    if not user.has_right("risk.see_cases") or (person_id is not None and person_id == user.person_id):
        return False
    is_closed = is_kept_from_case(user, case.pk) or must_declare_first(user, case.pk)
    return not (user.has_right(SIT) and is_closed)


def access_authority_matrix(user: User, number: str) -> AuthorityMatrix:
    """Return a version of the authority matrix to somebody who may see cases, else 404."""
    found = AuthorityMatrix.objects.select_related("proposed_by").filter(number=number).first()
    if found is None or not user.has_right("risk.see_cases"):
        raise Http404
    return found


def access_query_of_case(case: CreditCase, number: str) -> CaseQuery:
    """Return a question of a case the caller has reached, else 404."""
    found = case.queries.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def access_own_query(application: Application, number: str) -> CaseQuery:
    """Return a question to the borrower about the borrower's own application, else 404."""
    found = CaseQuery.objects.filter(case__application=application, number=number).first()
    if found is None or found.status == CaseQuery.Status.WITHDRAWN:
        raise Http404
    return found


def access_visit_of_case(case: CreditCase, number: str) -> FieldVisit:
    """Return a visit of a case the caller has reached, else 404."""
    found = case.visits.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def access_visit(user: User, number: str) -> FieldVisit:
    """Return a visit to whoever was asked to make it, else 404."""
    found = (
        FieldVisit.objects.select_related(
            "case__application__borrower__person", "case__application__product_version", "asked_by"
        )
        .filter(number=number, assigned_to=user)
        .first()
    )
    if found is None or not user.has_right("risk.make_visits"):
        raise Http404
    return found


def access_portfolio_loan(user: User, number: str) -> Loan:
    """Return a loan of the book to somebody who may see the book; 404 where there is none."""
    found = (
        Loan.objects.select_related("product_version__product")
        .filter(number=number if user.has_right("risk.see_portfolio") else "")
        .first()
    )
    if found is None:
        raise Http404
    return found


def access_counting_downgrade(loan: Loan) -> ClassDowngrade:
    """Return the downgrade that counts for a loan already fetched; 404 where none does."""
    found = ClassDowngrade.objects.filter(loan=loan, status=ClassDowngrade.Status.IN_FORCE).first()
    if found is None:
        raise Http404
    return found


def access_scorecard(user: User, number: str) -> Scorecard:
    """Return a points card to somebody who may see cards; 404 where there is none."""
    card = Scorecard.objects.select_related("policy", "made_by", "published_by").filter(number=number).first()
    if card is None or not user.has_right("risk.see_scorecards"):
        raise Http404
    return card


def access_score(user: User, number: str) -> Score:
    """Return a score to somebody who may see cards; 404 where there is none, or where it is about themselves."""
    score = (
        Score.objects.select_related("card", "policy", "application__borrower__person")
        .filter(number=number)
        .first()
    )
    if score is None or not user.has_right("risk.see_scorecards"):
        raise Http404
    person_id = score.application.borrower.person_id
    if person_id is not None and person_id == user.person_id:
        raise Http404
    return score


def access_visitor(number: str) -> User:
    """Return a colleague who visits borrowers, else 404."""
    found = User.objects.filter(number=number, kind=User.Kind.STAFF, is_active=True).first()
    if found is None or not found.has_right("risk.make_visits"):
        raise Http404
    return found
