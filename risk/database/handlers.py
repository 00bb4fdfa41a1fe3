"""What follows when somebody has decided about an import, an export, or the end that an appeal asked for."""

import logging
from collections.abc import Callable
from typing import Any

from accounts.approval_ends import APPROVED
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


def on_import_ended(event: Event) -> None:
    """Put an approved file in force; one that was not approved, or no longer holds, is dropped."""
    row = ListImport.objects.filter(approval_number=event.subject_number).first()
    if row is None or row.status != ListImport.Status.PLANNED:
        return
    if not _is_carried_out(event, put_import_in_force, row.number):
        drop_import(number=row.number, actor=event.actor)


def on_export_ended(event: Event) -> None:
    """Let an approved export be fetched; one that was not approved, or no longer holds, is dropped."""
    row = ListExport.objects.filter(approval_number=event.subject_number).first()
    if row is None or row.status != ListExport.Status.PLANNED:
        return
    if not _is_carried_out(event, make_export_ready, row.number):
        drop_export(number=row.number, actor=event.actor)


def _is_carried_out(event: Event, act: Callable[..., Any], number: str) -> bool:
    """Carry out what was approved; a refusal is logged and the approval stays as it is.

    To let it lapse here would lock it after the lists, out of the order of the house.
    """
    if event.kind != APPROVED:
        return False
    try:
        act(number=number, actor=event.actor)
    except Refused as refusal:
        logger.warning("%s is not carried out: %s", number, refusal.code)
        return False
    return True


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
