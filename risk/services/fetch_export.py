"""Fetch an approved export, once."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.database.exporting import export_table
from risk.models import ListExport
from risk.services.open_tracking_file import record_look


def fetch_export(*, export: ListExport, actor: User) -> bytes:
    """Return the file and close the export: whoever asked fetches it, and nobody a second time.

    Refuses (`not_yours`) anybody else, (`not_ready`) what is not approved, was fetched, or is past its last day.
    """
    if export.asked_by_id != actor.pk:
        raise Refused("not_yours", _("Whoever asked for it fetches it."))
    with transaction.atomic():
        row = lock_one(ListExport.objects.filter(pk=export.pk))
        if row.status != ListExport.Status.READY or (row.until_on or clock.today()) < clock.today():
            raise Refused("not_ready", _("There is nothing to fetch: not approved, fetched, or too late."))
        table = export_table(row, actor)
        content = table.as_csv()
        move(
            row,
            ListExport.Status.TAKEN,
            actor=actor,
            data={"rows": len(table.lines), "full": row.is_full},
            rows=len(table.lines),
            file_hash=hashlib.sha256(content).hexdigest(),
            ended_at=clock.now(),
        )
        if table.subject is not None:
            record_look(table.subject, actor)
    return content
