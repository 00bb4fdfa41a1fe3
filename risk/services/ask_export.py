"""Ask for an export of the risk database."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User, WatchEntry
from accounts.numbers import next_number
from accounts.services.request_approval import request_approval
from risk.database.timeline import FileSubject
from risk.models import ListExport

KIND = "risk.list_export"
PREFIX = "LE"
UNMASK = "accounts.unmask"
SEE_LISTS = "accounts.see_watch_list"
LEAST_WORDS = 4


def ask_export(
    *,
    actor: User,
    reason: str,
    subject: FileSubject | None = None,
    severity: str = "",
    is_full: bool = False,
) -> ListExport:
    """Ask for another person's approval to take one tracking file, or the entries in force, out of the house.

    Refuses (`reason_missing`), (`not_yours`) the lists for who may not see them, or full values for who may not see
    hidden values anyway.
    """
    if len(reason.strip()) < LEAST_WORDS:
        raise Refused("reason_missing", _("Say what it is for."), field="reason")
    if subject is None and not actor.has_right(SEE_LISTS):
        raise Refused("not_yours", _("Your role does not take lists out of the house."))
    if is_full and not (actor.has_right(UNMASK) and subject is None):
        raise Refused("not_yours", _("Your role does not see hidden values."), field="is_full")
    if severity and severity not in WatchEntry.Severity.values:
        raise ValueError("no such list")
    kind = ListExport.Kind.LISTS
    if subject is not None:
        kind = ListExport.Kind.CUSTOMER if subject.dealer is None else ListExport.Kind.DEALER
    with transaction.atomic():
        row = ListExport.objects.create(
            number=next_number(PREFIX),
            kind=kind,
            severity=severity,
            customer=subject.customer if subject else None,
            dealer=subject.dealer if subject else None,
            is_full=is_full,
            reason=reason.strip(),
            asked_by=actor,
            asked_at=clock.now(),
        )
        record_event("watch_export.planned", subject=row, actor=actor, data={"kind": kind})
        approval = request_approval(
            maker=actor,
            kind=KIND,
            subject=row,
            payload=payload_of(row),
            page_path="/office/risk/database/exports/",
            reason=reason,
        )
        row.approval_number = approval.number
        row.save(update_fields=["approval_number"])
    return row


def payload_of(row: ListExport) -> dict[str, Any]:
    """Return what an approval is bound to."""
    subject = row.customer or row.dealer
    return {
        "export": row.number,
        "kind": row.kind,
        "severity": row.severity,
        "on": subject.number if subject is not None else "",
        "is_full": row.is_full,
    }
