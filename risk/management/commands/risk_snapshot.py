"""manage.py risk_snapshot: work the book of a past day out again and hold it against its snapshot."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.management.books_command import BooksCommand
from accounts.web.formats import yuan
from risk.domain.portfolio import book_figures
from risk.portfolio.comparison import Comparison, compare_day
from risk.portfolio.queries import loans_on
from risk.services.fill_snapshots import fill_snapshots


class Command(BooksCommand):
    help = (
        "Recompute a past day's loan book from the loans' history and compare it with its snapshot "
        "(exit code 1 if they differ); --fill writes down closed days that have none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("day", metavar="DATE", nargs="?", help="a closed day, such as 2026-11-23")
        parser.add_argument("--fill", action="store_true", help="write down closed days without a snapshot")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fill"]:
            filled = fill_snapshots()
            if options["format"] == "text":
                self.stdout.write(f"{filled} days filled.")
            elif not options["day"]:
                self.stdout.write(json.dumps({"filled": filled}))
        if options["day"]:
            self._compare(_day(options["day"]), options["format"])
        elif not options["fill"]:
            raise CommandError("Name a day, or --fill.")

    def _compare(self, on: dt.date, form: str) -> None:
        found = compare_day(on)
        if form == "json":
            self.stdout.write(json.dumps(_values(on, found), default=str))
        else:
            self._tell(on, found)
        if not found.is_same:
            raise CommandError(f"The snapshot of {on} is not what the loans' history says.", returncode=1)

    def _tell(self, on: dt.date, found: Comparison) -> None:
        figures = book_figures(loans_on(on))
        self.stdout.write(
            f"{on}: {found.loans} loans, {figures.book.loans} on the book, {yuan(figures.book.fen)}"
        )
        if found.day is None:
            self.stdout.write("There is no snapshot of this day.")
        for one in found.differences:
            self.stdout.write(f"{one.number}: written {one.written}, recomputed {one.recomputed}")
        self.stdout.write(f"digest {found.digest}: {'the same' if found.is_same else 'DIFFERS'}")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text} is no day.") from None


def _values(on: dt.date, found: Comparison) -> dict[str, Any]:
    figures = book_figures(loans_on(on))
    return {
        "day": on,
        "loans": found.loans,
        "on_book": figures.book.loans,
        "book_fen": figures.book.fen,
        "overdue_fen": figures.overdue_fen,
        "par_ppm": {days: figures.par_ppm(days) for days in (30, 60, 90)},
        "by_class_fen": {name: one.fen for name, one in figures.by_class.items()},
        "written_off_fen": figures.written_off.fen,
        "recovered_fen": figures.recovered_fen,
        "digest": found.digest,
        "is_same": found.is_same,
        "differences": [
            {
                "loan": one.number,
                "written": one.written and one.written._asdict(),
                "recomputed": one.recomputed and one.recomputed._asdict(),
            }
            for one in found.differences
        ],
    }
