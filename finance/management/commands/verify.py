"""manage.py verify: one line for everything that must always hold; exit 1 on a breach."""

import json
import sys
from typing import Any

from django.core.management.base import CommandParser

from accounts.management.books_command import BooksCommand
from finance.services.set_payout_halt import set_payout_halt
from finance.services.verify_books import Verification, verify_books


class Command(BooksCommand):
    help = "Check everything that must always hold; a breach halts payouts and exits with 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--digest", action="store_true", help="print one number for the whole book")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        verification = verify_books(with_digest=options["digest"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(_document(verification), ensure_ascii=False))
        else:
            self._print(verification)
        if not verification.is_ok:
            set_payout_halt(findings=verification.findings)
            sys.exit(1)

    def _print(self, verification: Verification) -> None:
        width = max((len(finding.name) for finding in verification.findings), default=0)
        for finding in verification.findings:
            verdict = self.style.SUCCESS("ok") if finding.ok else self.style.ERROR("BREACH")
            self.stdout.write(f"{finding.name:<{width}}  {verdict}")
            for sentence in finding.breaches:
                self.stdout.write(f"  {sentence}")
        if verification.digest:
            self.stdout.write(f"digest  {verification.digest}")


def _document(verification: Verification) -> dict[str, Any]:
    return {
        "ok": verification.is_ok,
        "invariants": [
            {"name": finding.name, "ok": finding.ok, "detail": " ".join(finding.breaches)}
            for finding in verification.findings
        ],
        "digest": verification.digest,
    }
