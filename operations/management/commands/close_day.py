"""manage.py close_day: close the open business day, or every day up to a date."""

import datetime as dt
import json
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts import clock
from accounts.management.books_command import BooksCommand
from operations.services.close_day import ClosedDay
from operations.services.close_until import close_until, oldest_open_day

MOST_DAYS = 3_660


class Command(BooksCommand):
    help = (
        "Close the open business day, or every open day up to --until; "
        "exits with 1 where the proof of the books found a breach."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until", metavar="DATE", help="close every open day up to and including this date"
        )
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        last = self._last(options["until"])
        closed = close_until(last=last, progress=lambda step: self.stderr.write(f"  {step}"))
        is_ok = not any(day.breaches for day in closed)
        if options["format"] == "json":
            document = {
                "ok": is_ok,
                "closed": [_document(day) for day in closed],
                "today": clock.today().isoformat(),
            }
            self.stdout.write(json.dumps(document))
        else:
            self._print(closed)
        if not is_ok:
            sys.exit(1)

    def _print(self, closed: list[ClosedDay]) -> None:
        for day in closed:
            self.stdout.write(
                f"{day.business_date.isoformat()}  {day.rows_done:>6} done  {day.set_aside:>3} set aside"
            )
            if day.breaches:
                names = ", ".join(day.breaches)
                self.stdout.write(self.style.ERROR(f"  BREACH: {names}. Payouts are halted; see verify."))
        self.stdout.write(f"The business date is {clock.today().isoformat()}.")

    def _last(self, text: str | None) -> dt.date:
        if text is None:
            return clock.today()
        try:
            last = dt.date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"--until takes a date such as 2026-11-23, not {text!r}.") from error
        first = oldest_open_day()
        if last < first:
            raise CommandError(f"--until {last} lies behind: the oldest open day is {first}.")
        if (last - first).days > MOST_DAYS:
            raise CommandError(
                f"--until {last} lies more than {MOST_DAYS:,} days ahead of the oldest open day, {first}."
            )
        return last


def _document(day: ClosedDay) -> dict[str, Any]:
    return {
        "business_date": day.business_date.isoformat(),
        "rows_done": day.rows_done,
        "set_aside": day.set_aside,
        "breaches": list(day.breaches),
    }
