"""What collection does when something happened to a loan."""

from accounts.errors import Refused
from accounts.models import Event
from accounts.services.send_message import MessageInput, send_messages
from accounts.staff.queries import holders_of_role
from accounts.web.formats import moment
from lending.models import Loan, Waiver
from risk.models import CollectionCase, ContactComplaint
from risk.services.close_collection import close_collection
from risk.services.end_settlement import end_settlement
from risk.services.hand_over_case import hand_over_case
from risk.services.open_collection import open_collection

# The department that calls does not hear complaints about its calls.
HEARS_COMPLAINTS = "customer_service_supervisor"
COMPLAINT = "contact_complaint"


def on_overdue(event: Event) -> None:
    """Open a case; a loan that was paid meanwhile needs none."""
    if event.subject_id is not None:
        open_collection(loan_id=event.subject_id)


def on_money(event: Event) -> None:
    """Follow a payment, the end of a loan or a new schedule: judge promises, close what is cured."""
    for pk in CollectionCase.objects.filter(loan=_loan_of(event), status__in=CollectionCase.LIVE).values_list(
        "pk", flat=True
    ):
        close_collection(case_id=pk)


def on_waiver(event: Event) -> None:
    """Follow a holder's answer: a settlement may be complete, and the loan may owe nothing any more."""
    end_settlement(waiver_id=event.subject_id or 0)
    on_money(event)


def on_hand_over_approved(event: Event) -> None:
    """Hand the case over; what no longer holds (it was paid meanwhile) is left as it is."""
    case = CollectionCase.objects.filter(hand_over_approval=event.subject_number).first()
    if case is None or event.actor is None:
        return
    try:
        hand_over_case(approval_number=event.subject_number, actor=event.actor)
    except Refused as refusal:
        if refusal.code not in ("not_open", "not_late", "not_approved", "loan_ended", "approval_expired"):
            raise


def on_complaint(event: Event) -> None:
    """Tell the supervisors of customer service."""
    row = ContactComplaint.objects.select_related("contact__officer").get(pk=event.subject_id)
    contact = row.contact
    context = {
        "complaint": row.number,
        "contact": contact.number,
        "officer": contact.officer.number,
        "at": moment(contact.made_at),
    }
    key, link = f"complaint:{row.number}", "/office/risk/collections/complaints/"
    told = [MessageInput(who, COMPLAINT, context, key, link) for who in holders_of_role(HEARS_COMPLAINTS)]
    send_messages(told)


def _loan_of(event: Event) -> int | None:
    if event.subject_type == "loan":
        return event.subject_id
    if event.subject_type == "waiver":
        return Waiver.objects.values_list("loan", flat=True).get(pk=event.subject_id)
    found = Loan.objects.filter(restructures=event.subject_id).values_list("pk", flat=True).first()
    return found
