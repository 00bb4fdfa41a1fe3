"""What customers are told about their cases, and which approvals are looked at again when something happened."""

from accounts.models import Event
from accounts.services.send_message import send_message
from lending.models import Application, Loan
from lending.services.reconsider_application import OFFERED
from risk.cases.changes import codes_told
from risk.models import CaseQuery, CreditCase
from risk.services.reopen_changed_case import reopen_changed_cases


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
        context={"number": case.application.number, "changes": codes_told(case)},
        key=f"offer_rechecked:{case.number}",
        link=f"/borrow/applications/{case.application.number}/",
    )


def look_again_at_person(event: Event) -> None:
    """Look at the offers of a borrower whose profile, identity or loans have changed."""
    offers = Application.objects.filter(status__in=OFFERED)
    if event.kind == "loan.disbursed":
        loan = Loan.objects.get(pk=event.subject_id)
        reopen_changed_cases(offers.filter(borrower=loan.borrower_id).order_by("pk"))
    else:
        reopen_changed_cases(offers.filter(borrower=event.subject_id).order_by("pk"))


def look_again_at_all(event: Event) -> None:
    """Look at every offer after a limit was set or a new matrix put in force."""
    reopen_changed_cases(Application.objects.filter(status__in=OFFERED).order_by("pk"))
