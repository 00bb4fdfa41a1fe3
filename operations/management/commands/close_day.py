"""manage.py close_day: close the open business day, or every day up to a date."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clock
from accounts.errors import Refused
from operations.services.close_until import close_until


class Command(BaseCommand):
    help = "Close the open business day, or every open day up to --until."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until", metavar="DATE", help="close every open day up to and including this date"
        )
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        last = self._last(options["until"])
        try:
            closed = close_until(last=last, progress=lambda step: self.stderr.write(f"  {step}"))
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        rows = [
            {
                "business_date": day.business_date.isoformat(),
                "rows_done": day.rows_done,
                "set_aside": day.set_aside,
            }
            for day in closed
        ]
        if options["format"] == "json":
            self.stdout.write(json.dumps({"closed": rows, "today": clock.today().isoformat()}))
            return
        for row in rows:
            self.stdout.write(
                f"{row['business_date']}  {row['rows_done']:>6} done  {row['set_aside']:>3} set aside"
            )
        self.stdout.write(f"The business date is {clock.today().isoformat()}.")

    def _last(self, text: str | None) -> dt.date:
        if text is None:
            return clock.today()
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"--until takes a date such as 2026-11-23, not {text!r}.") from error
