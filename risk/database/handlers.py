"""What follows when somebody has decided about an import, an export, or the end that an appeal asked for."""

import logging

from accounts.errors import Refused
from accounts.models import Event
from accounts.services.send_message import send_message
from accounts.watch.payloads import END_KIND
from risk.models import ListAppeal, ListExport, ListImport
from risk.services.drop_export import drop_export
from risk.services.drop_import import drop_import
from risk.services.make_export_ready import make_export_ready
from risk.services.put_import_in_force import put_import_in_force
from risk.services.reopen_list_appeal import reopen_list_appeal

logger = logging.getLogger(__name__)
APPROVED = "approval.approved"


def on_import_ended(event: Event) -> None:
    """Put an approved file in force; one that was not approved, or no longer holds, is dropped."""
    row = ListImport.objects.filter(approval_number=event.subject_number).first()
    if row is None or row.status != ListImport.Status.PLANNED:
        return
    if event.kind == APPROVED:
        try:
            put_import_in_force(number=row.number, actor=event.actor)
        except Refused as refusal:
            logger.warning("%s is not put in force: %s", row.number, refusal.code)
        else:
            return
    drop_import(number=row.number, actor=event.actor)


def on_export_ended(event: Event) -> None:
    """Let an approved export be fetched; one that was not approved is dropped."""
    row = ListExport.objects.filter(approval_number=event.subject_number).first()
    if row is None or row.status != ListExport.Status.PLANNED:
        return
    if event.kind == APPROVED:
        try:
            make_export_ready(number=row.number, actor=event.actor)
        except Refused as refusal:
            logger.warning("%s is not made ready: %s", row.number, refusal.code)
        else:
            return
    drop_export(number=row.number, actor=event.actor)


def on_end_not_approved(event: Event) -> None:
    """Open the appeal again for which the end of an entry was asked in vain."""
    if event.data.get("kind") == END_KIND:
        reopen_list_appeal(approval_number=event.subject_number, actor=event.actor)


def tell_of_rejection(event: Event) -> None:
    """Tell the customer that the objection was looked at; not whether any list says anything."""
    _tell(ListAppeal.objects.select_related("customer").get(pk=event.subject_id))


def tell_of_correction(event: Event) -> None:
    """Tell the same once the entry has ended, which needs the second person."""
    rows = ListAppeal.objects.filter(entry=event.subject_id, status=ListAppeal.Status.ACCEPTED)
    for appeal in rows.select_related("customer").order_by("pk"):
        _tell(appeal)


def _tell(appeal: ListAppeal) -> None:
    if appeal.customer is None:
        return
    send_message(
        to=appeal.customer,
        template="list_appeal_answered",
        context={"number": appeal.number},
        key=f"list_appeal_answered:{appeal.number}",
        link="/me/objections/",
    )
