"""What risk does when something happened below."""

from accounts.errors import Refused
from accounts.models import Event
from lending.models import Application
from risk.models import CreditCase
from risk.services.end_case import end_case
from risk.services.open_case import open_case


def on_application_submitted(event: Event) -> None:
    """Open a case; an application that was withdrawn meanwhile needs none."""
    application = Application.objects.select_related("borrower__person").get(pk=event.subject_id)
    try:
        open_case(application=application, actor=None)
    except Refused as refusal:
        if refusal.code != "not_open":
            raise


def on_application_ended(event: Event) -> None:
    """End the case of an application that was withdrawn or ran out."""
    for case in CreditCase.objects.filter(application=event.subject_id, status__in=CreditCase.WAITING):
        end_case(case=case, actor=event.actor)
