"""manage.py simulate: a made-up company lives for some days, through the real services only."""

import dataclasses
import json
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.management.books_command import BooksCommand
from finance.services.verify_books import verify_books
from operations.console import ProgressBar
from operations.services.simulate_days import SimulationPlan, simulate_days

MOST_DAYS = 3_660
MOST_PEOPLE = 5_000


class Command(BooksCommand):
    help = "Let made-up people borrow, lend and repay for some days; the same seed gives the same books."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=90)
        parser.add_argument("--borrowers", type=int, default=20)
        parser.add_argument("--investors", type=int, default=20)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = SimulationPlan(options["days"], options["borrowers"], options["investors"], options["seed"])
        _check_size(plan)
        bar = ProgressBar(self.stderr, "days")
        totals = dataclasses.asdict(simulate_days(plan=plan, progress=bar.show))
        verification = verify_books(with_digest=True)
        if options["format"] == "json":
            document = {**totals, "ok": verification.is_ok, "digest": verification.digest}
            self.stdout.write(json.dumps(document, default=str))
        else:
            for name, value in totals.items():
                self.stdout.write(f"{name:<14} {value}")
            self.stdout.write(f"{'verify':<14} {'ok' if verification.is_ok else 'BREACH'}")
            self.stdout.write(f"{'digest':<14} {verification.digest}")
        if not verification.is_ok:
            sys.exit(1)


def _check_size(plan: SimulationPlan) -> None:
    if not 1 <= plan.days <= MOST_DAYS:
        raise CommandError(f"--days must be from 1 to {MOST_DAYS:,}.")
    if not (0 <= plan.borrowers <= MOST_PEOPLE and 0 <= plan.investors <= MOST_PEOPLE):
        raise CommandError(f"--borrowers and --investors must be from 0 to {MOST_PEOPLE:,}.")
