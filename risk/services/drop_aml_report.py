"""Drop a report that was made and not sent."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import AmlAlert, AmlReport


def drop_aml_report(*, report: AmlReport, actor: User) -> AmlReport:
    """End the file; what it held waits for another one. Refuses (`not_drafted`)."""
    with transaction.atomic():
        row = lock_one(AmlReport.objects.filter(pk=report.pk))
        if row.status != AmlReport.Status.DRAFTED:
            raise Refused("not_drafted", _("This file was sent or dropped already."))
        AmlAlert.objects.filter(report=row).update(report=None)
        move(row, AmlReport.Status.DROPPED, actor=actor, ended_at=clock.now())
    return row
