"""What risk does when something happened below."""

from accounts.errors import Refused
from accounts.models import Event
from lending.models import Application
from risk.models import CreditCase
from risk.screening.bell import bell
from risk.services.end_case import end_case
from risk.services.open_case import open_case
from risk.services.prepare_screening import prepare_screening
from risk.services.record_screening import record_screening


def on_application_submitted(event: Event) -> None:
    """Screen the application; one that was withdrawn meanwhile needs nothing.

    Where only sources inside the process are asked, the rules judge at once. An outside source is never asked within
    this delivery, which is a transaction: the bell rings for the task when it is committed.
    """
    application = Application.objects.select_related("borrower__person").get(pk=event.subject_id)
    try:
        if application.status == Application.Status.REVIEW:
            # Handed on by hand before its event arrived.
            open_case(application=application, actor=None)
        elif prepare_screening(application=application):
            bell.ring_after_commit()
        else:
            record_screening(application=application)
    except Refused as refusal:
        if refusal.code != "not_open":
            raise


def on_application_ended(event: Event) -> None:
    """End the case of an application that was withdrawn or ran out."""
    for case in CreditCase.objects.filter(application=event.subject_id, status__in=CreditCase.WAITING):
        end_case(case=case, actor=event.actor)
