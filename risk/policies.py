"""Fetching risk's objects: checked while fetched."""

from django.http import Http404

from accounts.models import User
from risk.models import CreditCase, Score, Scorecard


def access_case(user: User, number: str) -> CreditCase:
    """Return a case to somebody who may see cases; 404 where there is none, or where it is about themselves."""
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
    return case


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
