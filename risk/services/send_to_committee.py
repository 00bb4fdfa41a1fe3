"""Put a case before the credit committee."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Application
from lending.services.forward_application import forward_application
from risk.models import CreditCase


def send_to_committee(*, case: CreditCase, actor: User) -> CreditCase:
    """Move a reviewed case to the agenda and its application to the committee; there already is there already.

    Refuses (`no_opinion_yet`) a case without an opinion, (`already_decided`) one that is over.
    """
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        if row.status == CreditCase.Status.ON_AGENDA:
            return row
        if row.status not in CreditCase.WAITING:
            raise Refused("already_decided", _("This case has already been decided."))
        if row.status != CreditCase.Status.REVIEWED:
            raise Refused("no_opinion_yet", _("The committee reads an opinion, which is not written yet."))
        forward_application(application=row.application, to=Application.Status.COMMITTEE, actor=actor)
        move(row, CreditCase.Status.ON_AGENDA, actor=actor)
    return row
