"""Send a file of entries in for approval."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User, WatchEntry
from accounts.numbers import next_number
from accounts.services.request_approval import request_approval
from risk.database.list_file import ListFile, read_list_file
from risk.models import ListImport

KIND = "risk.list_import"
PREFIX = "LI"
LEAST_WORDS = 4


def send_list_file(*, content: bytes, source: str, actor: User) -> tuple[ListFile, ListImport | None]:
    """Check every line; where one is faulty keep nothing and return the report, else ask for another's approval.

    Refuses (`watch_words`) no source, (`file_known`) a file that waits or is in force already, and what
    `read_list_file` does.
    """
    if len(source.strip()) < LEAST_WORDS:
        raise Refused("watch_words", _("Say where it comes from and what speaks for it."), field="source")
    file = read_list_file(content, source.strip())
    if file.faulty:
        return file, None
    try:
        with transaction.atomic():
            row = ListImport.objects.create(
                number=next_number(PREFIX),
                source=source.strip(),
                file_hash=file.file_hash,
                # Bytes as text, whatever their encoding was.
                content=content.hex(),
                lines=len(file.lines),
                black_count=file.count(WatchEntry.Severity.STOP),
                grey_count=file.count(WatchEntry.Severity.REFER),
                uploaded_by=actor,
                uploaded_at=clock.now(),
            )
            record_event("watch_import.planned", subject=row, actor=actor, data={"lines": row.lines})
            approval = request_approval(
                maker=actor,
                kind=KIND,
                subject=row,
                payload=payload_of(row),
                page_path=f"/office/risk/database/imports/{row.number}/",
                reason=source,
            )
            row.approval_number = approval.number
            row.save(update_fields=["approval_number"])
    except IntegrityError:
        raise Refused("file_known", _("This very file was sent in before."), field="file") from None
    return file, row


def payload_of(row: ListImport) -> dict[str, Any]:
    """Return what an approval is bound to: the file by its hash."""
    return {
        "import": row.number,
        "hash": row.file_hash,
        "lines": row.lines,
        "black": row.black_count,
        "grey": row.grey_count,
    }
