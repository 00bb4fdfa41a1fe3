"""What customers are told about their cases."""

from accounts.models import Event
from accounts.services.send_message import send_message
from risk.models import CaseQuery, CreditCase


def tell_of_question(event: Event) -> None:
    """Tell the customer that something is asked."""
    query = CaseQuery.objects.select_related("case__application__borrower").get(pk=event.subject_id)
    application = query.case.application
    send_message(
        to=application.borrower,
        template="case_question",
        context={"number": application.number, "until": query.due_on},
        key=f"case_question:{query.number}",
        link=f"/borrow/applications/{application.number}/questions/{query.number}/",
    )


def tell_of_change(event: Event) -> None:
    """Tell the borrower that an offer does not stand any more, and why not yet again."""
    if event.data.get("cause") != CreditCase.Cause.CHANGE:
        return
    case = CreditCase.objects.select_related("application__borrower").get(pk=event.subject_id)
    send_message(
        to=case.application.borrower,
        template="offer_rechecked",
        context={"number": case.application.number},
        key=f"offer_rechecked:{case.number}",
        link=f"/borrow/applications/{case.application.number}/",
    )
