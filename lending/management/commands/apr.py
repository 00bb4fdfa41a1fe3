"""manage.py apr: the rate that balances flows, or why there is none."""

from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lending.domain.rate_cases import CaseError, rate_of_case
from lending.domain.rates import Rate
from lending.management.input import read_input
from lending.management.plain_json import JsonError, read_json, write_json


class Command(BaseCommand):
    # Sums need no database and no URLs.
    requires_system_checks: ClassVar[list[str]] = []
    help = "Print the rate of a case (basis and flows as JSON), or of a list of cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a case or a list of cases as JSON; - reads stdin")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = read_json(read_input(options["file"]))
        except JsonError as error:
            raise CommandError(str(error)) from None
        cases = data if isinstance(data, list) else [data]
        rates = [_rate(case, position, len(cases)) for position, case in enumerate(cases, start=1)]
        if options["format"] == "json":
            found = [_values(rate) for rate in rates]
            self.stdout.write(write_json(found if isinstance(data, list) else found[0]))
            return
        for case, rate in zip(cases, rates, strict=True):
            name = str(case.get("id") or case.get("name") or "")
            text = f"none: {rate.reason}" if rate.value is None else f"{100 * rate.value:.6f} %"
            self.stdout.write(f"{name:<8}  {text}" if name else text)


def _rate(case: object, position: int, count: int) -> Rate:
    try:
        return rate_of_case(case)
    except CaseError as error:
        raise CommandError(f"Case {position}: {error}" if count > 1 else str(error)) from None


def _values(rate: Rate) -> dict[str, float | str | None]:
    return {"rate": rate.value} if rate.value is not None else {"rate": None, "reason": rate.reason}
