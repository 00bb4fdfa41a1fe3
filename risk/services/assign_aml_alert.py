"""Give an alert to whoever investigates it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.aml.policies import may_know_of
from risk.aml.rules import WORK
from risk.models import AmlAlert


def assign_aml_alert(*, alert: AmlAlert, to: User, actor: User) -> AmlAlert:
    """Begin the investigation, or let another colleague go on with it.

    Refuses (`no_right`) who does not work at the desk or is the person it is about, and (`decided`) an alert that
    waits for a second person or is concluded.
    """
    if not to.has_right(WORK) or not may_know_of(to, alert):
        raise Refused("no_right", _("This colleague cannot investigate it."), field="to")
    with transaction.atomic():
        row = lock_one(AmlAlert.objects.filter(pk=alert.pk))
        if row.status == AmlAlert.Status.OPEN:
            move(row, AmlAlert.Status.INVESTIGATING, actor=actor, data={"to": to.number}, investigator=to)
        elif row.status == AmlAlert.Status.INVESTIGATING:
            row.investigator = to
            row.save(update_fields=["investigator"])
            record_event("aml_alert.reassigned", subject=row, actor=actor, data={"to": to.number})
        else:
            raise Refused("decided", _("The investigation of this alert is over."))
    return row
