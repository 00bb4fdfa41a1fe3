"""Take a statement of the custodian bank in: whole, once, or into quarantine."""

import datetime as dt
import hashlib
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock
from accounts.models import User
from accounts.numbers import next_number
from accounts.states import move
from finance.domain.statement_file import Reading, StatementFile, read_statement
from finance.models import CustodyStatement, StatementLine

PREFIX = "CS"
Status = CustodyStatement.Status
CURRENT = CustodyStatement.CURRENT


def import_statement(*, content: bytes, source: str, actor: User | None) -> CustodyStatement:
    """Read a file and keep it: its lines where it is sound, else the file alone with every reason, in quarantine.

    A sound file replaces the statement of its day, whose breaks then stand or go by the new one. Refuses (`file_known`)
    a file that was imported or refused before. The caller has checked the right `finance.reconcile`.
    """
    if known_file(content) is not None:
        raise Refused("file_known", _("This very file was imported before."), field="file")
    reading = read_statement(content, account=settings.CUSTODY_ACCOUNT, timezone=clock.SHANGHAI)
    if reading.statement is not None and not _is_over(reading.statement.day):
        reading.refuse("day_not_over", 2, reading.statement.day)
    with transaction.atomic():
        stated = reading.statement if not reading.faults else None
        if stated is None:
            return _keep(content, reading, source, actor, status=Status.QUARANTINED, faults=_named(reading))
        for before in lock(CustodyStatement.objects.filter(business_on=stated.day, status__in=CURRENT)):
            move(before, Status.REPLACED, actor=actor)
        row = _keep(content, reading, source, actor, **_figures(stated))
        _keep_lines(row, stated)
    return row


def known_file(content: bytes) -> CustodyStatement | None:
    """Return what a file with these bytes was imported as, if it was."""
    return CustodyStatement.objects.filter(file_hash=hashlib.sha256(content).hexdigest()).first()


def _is_over(day: dt.date) -> bool:
    return day < clock.today() or day == clock.closing_on()


def _named(reading: Reading) -> list[dict[str, Any]]:
    return [asdict(fault) for fault in reading.faults]


def _figures(stated: StatementFile) -> dict[str, int]:
    return {
        "opening_fen": stated.opening_fen,
        "closing_fen": stated.closing_fen,
        "in_fen": stated.credits_fen,
        "out_fen": stated.debits_fen,
        "line_count": len(stated.lines),
    }


def _keep(
    content: bytes, reading: Reading, source: str, actor: User | None, **values: Any
) -> CustodyStatement:
    row = CustodyStatement.objects.create(
        number=next_number(PREFIX),
        business_on=reading.day,
        source=source,
        file_hash=hashlib.sha256(content).hexdigest(),
        # What is no text is kept as far as it is one.
        content=content.decode("utf-8", errors="replace").replace("\x00", "\ufffd"),
        imported_by=actor,
        imported_at=clock.now(),
        **values,
    )
    data = {"day": str(row.business_on or ""), "hash": row.file_hash, "source": row.source}
    record_event(f"statement.{row.status}", subject=row, actor=actor, data=data)
    return row


def _keep_lines(row: CustodyStatement, stated: StatementFile) -> None:
    StatementLine.objects.bulk_create(
        [
            StatementLine(
                statement=row,
                row=place,
                bank_number=line.bank_number,
                at=line.at,
                direction=line.direction,
                amount_fen=line.amount_fen,
                reference=line.reference,
                counterparty=line.counterparty,
            )
            for place, line in enumerate(stated.lines, start=1)
        ],
        batch_size=500,
    )
