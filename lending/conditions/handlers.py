"""What goes on once a condition is met, and what the sender is told."""

import logging

from accounts.errors import Refused
from accounts.models import Event
from accounts.services.send_message import send_message
from lending.models import Application, ConditionEvidence, DecisionCondition, Listing
from lending.services.disburse_loan import disburse_loan
from lending.services.list_application import list_application

logger = logging.getLogger(__name__)


def go_on(event: Event) -> None:
    """Open the listing, or pay the full one out, that waited for this condition; whatever else is missing stays."""
    condition = DecisionCondition.objects.select_related("decision__application").get(pk=event.subject_id)
    application = condition.decision.application
    try:
        if application.status == Application.Status.ACCEPTED:
            list_application(application=application, actor=None)
        elif application.status == Application.Status.FUNDED:
            listing = Listing.objects.get(application=application)
            disburse_loan(listing_id=listing.pk, actor=None)
    except Refused as refusal:
        logger.info("%s waits for more than its condition: %s", application.number, refusal.code)


def tell_of_refusal(event: Event) -> None:
    """Tell the borrower why the evidence was not accepted."""
    evidence = ConditionEvidence.objects.select_related("condition__decision__application__borrower").get(
        pk=event.subject_id
    )
    application = evidence.condition.decision.application
    send_message(
        to=application.borrower,
        template="evidence_refused",
        context={
            "number": application.number,
            "condition": evidence.condition.words,
            "because": evidence.because,
        },
        key=f"evidence_refused:{evidence.pk}",
        link=f"/borrow/applications/{application.number}/",
    )
