"""manage.py check_statement: reads a statement's file back to the totals that are printed on it."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.web.formats import plain_yuan
from accounts.web.statement_check import ReadSection, Unreadable, read_statement
from lending.management.plain_json import write_json


class Command(BaseCommand):
    # Reading a file needs no database and no URLs.
    requires_system_checks: ClassVar[list[str]] = []
    help = "Add up the lines of a statement (CSV, XLSX or PDF) and compare them with its totals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sections = read_statement(Path(options["file"]).read_bytes())
        except (OSError, Unreadable) as error:
            raise CommandError(str(error)) from None
        if options["format"] == "json":
            self.stdout.write(write_json([_values(section) for section in sections]))
        else:
            for section in sections:
                self.stdout.write(_line(section))
        if not all(section.is_sum_right and section.is_closing_right for section in sections):
            raise CommandError("The statement does not add up.", returncode=1)


def _values(section: ReadSection) -> dict[str, Any]:
    return {
        "section": section.letter,
        "lines": len(section.lines),
        "total_fen": list(section.added),
        "is_sum_right": section.is_sum_right,
        "is_closing_right": section.is_closing_right,
    }


def _line(section: ReadSection) -> str:
    words = "adds up" if section.is_sum_right and section.is_closing_right else "DOES NOT ADD UP"
    amounts = " ".join(map(plain_yuan, section.added))
    return f"{section.letter}  {len(section.lines):>6} lines  {words}  {amounts}"
