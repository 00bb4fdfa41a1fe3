"""manage.py benchmark: the house's figures, measured on this machine."""

import contextlib
import json
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.benchmarks import distribution, posting, reports, schedule
from operations.benchmarks.books import as_text
from operations.benchmarks.scratch import Progress, scratch_database

NEEDS_BOOKS: dict[str, Callable[[Progress], dict[str, Any]]] = {
    "posting": posting.run,
    "distribution": distribution.run,
    "reports": reports.run,
}


class Command(BaseCommand):
    help = "Measure posting, distribution, reports or schedule, on a scratch database that is dropped afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=[*NEEDS_BOOKS, "schedule"])
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        figures = self._measure(options["name"])
        self.stdout.write(json.dumps(figures) if options["format"] == "json" else as_text(figures))

    def _measure(self, name: str) -> dict[str, Any]:
        if name == "schedule":
            return dict(schedule.run())
        with scratch_database(self._progress):
            return NEEDS_BOOKS[name](self._progress)

    def _progress(self, sentence: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.stderr.write(sentence)
