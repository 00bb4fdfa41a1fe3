"""Import a stranger's loan book and replay it through our schedule engine."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from lending.domain.loan_book import BookRow, Replay, replay
from lending.domain.loan_book_file import SOURCES, BookError, Unreadable, read_book
from lending.models import ImportedLoan, LoanBook

BATCH = 1_000
MAX_BYTES = 200_000_000


@dataclass(frozen=True, kw_only=True)
class ImportedBook:
    """What an import found: lines that are loans or should be, and how the current ones replay."""

    rows: int
    current: int
    replayed_exactly: int
    not_replayed: tuple[Unreadable, ...]
    unreadable: tuple[Unreadable, ...]
    was_imported_before: bool


def import_loan_book(
    *,
    content: bytes,
    file_name: str,
    source: str,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportedBook:
    """Import the readable loans of a book, all of them or none, and report the rest by line.

    The same bytes again change nothing and report the same. `progress` is told how many loans of how many are
    replayed. Refuses an unknown source, a file that is no book of it, and one too large to be one.
    """
    if source not in SOURCES:
        raise Refused("unknown_source", _("This source of loan books is not known."), field="source")
    if len(content) > MAX_BYTES:
        raise Refused("book_too_large", _("The file is too large for a loan book."), field="file")
    try:
        book = read_book(content)
    except BookError as error:
        raise Refused(
            "no_loan_book", _("This is no loan book: %(reason)s") % {"reason": error}, field="file"
        ) from None
    replays: list[Replay | None] = []
    for row in book.rows:
        replays.append(replay(row) if row.is_current else None)
        if len(replays) % BATCH == 0:
            progress(len(replays), len(book.rows))
    loans = list(zip(book.rows, replays, strict=True))
    sha256 = hashlib.sha256(content).hexdigest()
    before = LoanBook.objects.filter(file_sha256=sha256).exists()
    if loans and not dry_run and not before:
        before = not _keep(loans, source=source, file_name=file_name, sha256=sha256)
    replayed = [(row, found) for row, found in loans if found is not None]
    return ImportedBook(
        rows=book.row_count,
        current=len(replayed),
        replayed_exactly=sum(not found.reason for _row, found in replayed),
        not_replayed=tuple(Unreadable(row.line, found.reason) for row, found in replayed if found.reason),
        unreadable=book.unreadable,
        was_imported_before=before,
    )


def _keep(loans: list[tuple[BookRow, Replay | None]], *, source: str, file_name: str, sha256: str) -> bool:
    """Write the book and its loans in one transaction; say False if somebody else just did."""
    try:
        with transaction.atomic():
            book = LoanBook.objects.create(
                source=source, file_name=file_name[-200:], file_sha256=sha256, imported_at=clock.now()
            )
            ImportedLoan.objects.bulk_create(
                [_loan(book, row, found) for row, found in loans], batch_size=BATCH
            )
            record_event("loan_book.imported", subject=book, actor=None, data={"loans": len(loans)})
    except IntegrityError:
        # The file's hash is the only key two imports can share; any other breach is a fault and must be seen.
        if LoanBook.objects.filter(file_sha256=sha256).exists():
            return False
        raise
    return True


def _loan(book: LoanBook, row: BookRow, found: Replay | None) -> ImportedLoan:
    values = row._asdict()
    if found is not None:
        values |= {
            "is_replayed": not found.reason,
            "payments": found.payments,
            "odd_days": found.odd_days,
            "reason": found.reason[:200],
        }
    return ImportedLoan(book=book, **values)
