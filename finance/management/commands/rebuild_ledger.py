"""manage.py rebuild_ledger: the ledger rebuilt from its transfers, beside the live one; exit 1 where they differ."""

import json
import sys
from typing import Any

from django.core.management.base import CommandParser

from accounts.management.books_command import BooksCommand
from finance.domain.money import format_yuan
from finance.queries.rebuilt import RebuiltLedger, rebuild_ledger
from finance.snapshot import snapshot


class Command(BooksCommand):
    help = "Rebuild every total from the transfers and compare it with the live ledger and the daily totals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        with snapshot():
            ledger = rebuild_ledger()
        if options["format"] == "json":
            self.stdout.write(json.dumps(_document(ledger), ensure_ascii=False))
        else:
            self._print(ledger)
        if not ledger.is_equal:
            sys.exit(1)

    def _print(self, ledger: RebuiltLedger) -> None:
        for one in ledger.codes:
            verdict = self.style.SUCCESS("ok") if one.is_equal else self.style.ERROR("DIFFERS")
            debits, credits_ = (format_yuan(fen) for fen in one.rebuilt)
            self.stdout.write(f"{one.code:<8}  {debits:>20}  {credits_:>20}  {verdict}")
        for sentence in ledger.differences:
            self.stdout.write(f"  {sentence}")


def _document(ledger: RebuiltLedger) -> dict[str, Any]:
    return {
        "ok": ledger.is_equal,
        "codes": [
            {
                "code": one.code,
                "rebuilt": list(one.rebuilt),
                "live": list(one.live),
                "reported": list(one.reported),
            }
            for one in ledger.codes
        ],
        "differences": ledger.differences,
    }
