"""Cases for tests, reviewed as in life."""

from accounts.models import User
from accounts.services.deliver_events import deliver_events
from risk.cases.checklist import checklist
from risk.cases.snapshot import hash_of_facts
from risk.models import CreditCase
from risk.services.answer_checks import CheckAnswer, answer_checks
from risk.services.review_case import review_case
from tests.factories import make_staff
from tests.lending import factories


def make_case(borrower: User, **values: object) -> CreditCase:
    """An open case on a new application."""
    application = factories.make_submitted(borrower, **values)
    deliver_events()
    return CreditCase.objects.get(application=application)


def answer_all(case: CreditCase, reviewer: User) -> None:
    """Find every item of the checklist in order."""
    answers = {item.code: CheckAnswer("ok") for item in checklist(case)}
    answer_checks(case=case, reviewer=reviewer, answers=answers)


def card_said(case: CreditCase, grade: str, verdict: str = "accept") -> CreditCase:
    """Let the card have said something else of the case."""
    case.facts["score"] |= {"grade": grade, "verdict": verdict}
    case.facts_hash = hash_of_facts(case.facts)
    case.save()
    return case


def have_reviewed(case: CreditCase) -> CreditCase:
    """Let somebody review a case that is still open, as everybody who decides on one finds it."""
    case.refresh_from_db()
    if case.status != CreditCase.Status.OPEN:
        return case
    reviewer = User.objects.filter(email="opinion@example.cn").first()
    return review(case, reviewer or make_staff("opinion@example.cn", "risk_officer"))


def review(case: CreditCase, reviewer: User, opinion: str = "Steady income.") -> CreditCase:
    """Answer the checklist and write the opinion."""
    answer_all(case, reviewer)
    return review_case(case=case, reviewer=reviewer, opinion=opinion)
