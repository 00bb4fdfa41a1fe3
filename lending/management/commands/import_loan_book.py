"""manage.py import_loan_book: bring in a stranger's loan book and hold the engine against it."""

import csv
import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser, no_translations

from accounts.errors import Refused
from accounts.management.books_command import BooksCommand
from lending.domain.loan_book_file import SOURCES
from lending.management.plain_json import write_json
from lending.services.import_loan_book import ImportedBook, import_loan_book

SHOWN = 10


class Command(BooksCommand):
    help = (
        "Import a loan book into a read-only table and replay its current loans through the schedule engine."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the book as CSV")
        parser.add_argument("--source", choices=list(SOURCES), required=True, help="whose book it is")
        parser.add_argument("--dry-run", action="store_true", help="read and replay, keep nothing")
        parser.add_argument("--errors", metavar="FILE", help="where lines that cannot be read are listed")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        try:
            found = import_loan_book(
                content=content,
                file_name=path.name,
                source=options["source"],
                dry_run=options["dry_run"],
                progress=lambda done, total: self.stderr.write(f"  {done:,} of {total:,} loans replayed"),
            )
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        if found.was_imported_before:
            self.stderr.write("This file was imported before; nothing was added.")
        if found.unreadable:
            errors = Path(options["errors"] or _error_path(content))
            _write_errors(errors, found)
            self.stderr.write(f"{len(found.unreadable)} lines cannot be read; they are listed in {errors}.")
        self.stdout.write(_json(found) if options["format"] == "json" else _table(found))


def _error_path(content: bytes) -> Path:
    name = hashlib.sha256(content).hexdigest()[:16]
    return Path(settings.VAR_DIR) / "imports" / f"{name}.errors.csv"


def _write_errors(path: Path, found: ImportedBook) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["line", "reason"])
            writer.writerows(found.unreadable)
    except OSError as error:
        raise CommandError(f"The error file {path} cannot be written: {error.strerror}.") from None


def _json(found: ImportedBook) -> str:
    return write_json(
        {
            "rows": found.rows,
            "current": found.current,
            "replayed_exactly": found.replayed_exactly,
            "not_replayed": [one._asdict() for one in found.not_replayed],
            "unreadable": [one._asdict() for one in found.unreadable],
        }
    )


def _table(found: ImportedBook) -> str:
    lines = [
        f"rows              {found.rows:>8,}",
        f"current           {found.current:>8,}",
        f"replayed exactly  {found.replayed_exactly:>8,}",
        f"not replayed      {len(found.not_replayed):>8,}",
        f"unreadable        {len(found.unreadable):>8,}",
    ]
    for title, ones in (("not replayed", found.not_replayed), ("unreadable", found.unreadable)):
        lines += [f"{title}, line {one.line}: {one.reason}" for one in ones[:SHOWN]]
        if len(ones) > SHOWN:
            lines.append(f"… and {len(ones) - SHOWN:,} more {title}; --format json lists them all.")
    return "\n".join(lines)
