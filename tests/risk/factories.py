"""Cases for tests, reviewed as in life."""

from accounts.models import User
from accounts.services.deliver_events import deliver_events
from risk.cases.checklist import checklist
from risk.models import CreditCase
from risk.services.answer_checks import CheckAnswer, answer_checks
from risk.services.review_case import review_case
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


def review(case: CreditCase, reviewer: User, opinion: str = "Steady income.") -> CreditCase:
    """Answer the checklist and write the opinion."""
    answer_all(case, reviewer)
    return review_case(case=case, reviewer=reviewer, opinion=opinion)
