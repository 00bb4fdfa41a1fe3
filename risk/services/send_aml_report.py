"""Note that a report was handed to the authority."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move, move_many
from risk.models import AmlAlert, AmlReport


def send_aml_report(*, report: AmlReport, receipt: str, actor: User) -> AmlReport:
    """Keep the authority's receipt number; the alerts in the file are reported with it, what it corrects is corrected.

    Refuses (`no_receipt`), (`not_drafted`), (`content_changed`) a file with an alert that was cleared
    meanwhile, and (`same_person`) whoever made the file: another person hands it in.
    """
    if not receipt.strip():
        raise Refused("no_receipt", _("Give the number of the receipt."), field="receipt")
    with transaction.atomic():
        today, at = clock.lock_business_date(), clock.now()
        row = lock_one(AmlReport.objects.filter(pk=report.pk))
        if row.status != AmlReport.Status.DRAFTED:
            raise Refused("not_drafted", _("This file was sent or dropped already."))
        if is_same_person(row.made_by, actor):
            raise Refused("same_person", _("Another person than who made the file hands it in."))
        if AmlAlert.objects.filter(report=row, status=AmlAlert.Status.CLEARED).exists():
            raise Refused("content_changed", _("An alert in it was cleared meanwhile. Make the file anew."))
        if row.corrects is not None:
            move(row.corrects, AmlReport.Status.CORRECTED, actor=actor, data={"by": row.number}, ended_at=at)
            AmlAlert.objects.filter(report=row.corrects).update(report=row)
        move(
            row,
            AmlReport.Status.SENT,
            actor=actor,
            sent_by=actor,
            sent_at=at,
            sent_on=today,
            receipt=receipt.strip(),
        )
        ids = list(AmlAlert.objects.filter(report=row).values_list("pk", flat=True))
        for before, targets in AmlAlert.MOVES.items():
            if AmlAlert.Status.REPORTED in targets:
                move_many(
                    AmlAlert,
                    ids,
                    from_=before,
                    to=AmlAlert.Status.REPORTED,
                    actor=actor,
                    data={"in": row.number},
                )
    return row
