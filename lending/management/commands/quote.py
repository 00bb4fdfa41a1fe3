"""manage.py quote: what a loan costs, row by row, from terms in a file or from a few figures."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from accounts import clock
from finance.domain.money import AmountError, Rounding, format_yuan, parse_yuan
from lending.domain.quotes import quote
from lending.domain.schedule import Schedule, build_schedule
from lending.domain.terms import DayCount, Method, Terms, TermsError
from lending.management.input import read_input
from lending.management.plain_json import JsonError, read_json, write_json

EXAMPLE = "quote 10000 --rate 12 --months 12 --method equal_instalment"


class Command(BaseCommand):
    # Sums need no database and no URLs.
    requires_system_checks: ClassVar[list[str]] = []
    help = f"Print the schedule, totals and rates of a loan. Example: {EXAMPLE}"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("amount", nargs="?", help="principal in yuan, such as 10000 or 10000.50")
        parser.add_argument(
            "--terms", metavar="FILE", help="a terms object or a list of them as JSON; - reads stdin"
        )
        parser.add_argument("--rate", metavar="PERCENT", help="annual rate, such as 12 or 10.8")
        term = parser.add_mutually_exclusive_group()
        term.add_argument("--months", type=int, metavar="N", help="number of periods, by the month")
        term.add_argument("--weeks", type=int, metavar="N", help="number of periods, by the week")
        term.add_argument("--days", type=int, metavar="N", help="number of periods, by the day")
        parser.add_argument(
            "--every", type=int, default=1, metavar="K", help="a period is K months, weeks or days"
        )
        parser.add_argument(
            "--method", choices=[one.value for one in Method], default=Method.EQUAL_INSTALMENT.value
        )
        parser.add_argument("--on", metavar="DATE", help="disbursement date (default: the business date)")
        parser.add_argument("--first-due", metavar="DATE", help="first due date")
        parser.add_argument(
            "--day-count", choices=[one.value for one in DayCount], default=DayCount.THIRTY_360.value
        )
        parser.add_argument(
            "--rounding", choices=[one.value for one in Rounding], default=Rounding.HALF_UP.value
        )
        parser.add_argument(
            "--level-last", action="store_true", help="spread the last instalment's difference"
        )
        parser.add_argument(
            "--grace", type=int, default=0, metavar="N", help="periods that pay interest only"
        )
        parser.add_argument(
            "--down-payment", default="0", metavar="PERCENT", help="share of the amount paid at once"
        )
        parser.add_argument(
            "--multiple", default="0.01", metavar="YUAN", help="instalments in multiples of this"
        )
        parser.add_argument("--monthly-fee", default="0", metavar="YUAN", help="service fee a month")
        parser.add_argument(
            "--monthly-fee-rate", default="0", metavar="PERCENT", help="service fee a month on the loan"
        )
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["terms"] is None) == (options["amount"] is None):
            raise CommandError(f"Give either an amount or --terms FILE. Example: {EXAMPLE}")
        if options["terms"] is None:
            schedules, is_list = [_schedule(_typed_terms(options), "")], False
        else:
            schedules, is_list = _from_file(options["terms"])
        if options["format"] == "json":
            quotes = [quote(schedule) for schedule in schedules]
            self.stdout.write(write_json(quotes if is_list else quotes[0]))
            return
        for schedule in schedules:
            self.stdout.write(_table(schedule))


def _from_file(path: str) -> tuple[list[Schedule], bool]:
    try:
        data = read_json(read_input(path))
    except JsonError as error:
        raise CommandError(str(error)) from None
    if not isinstance(data, list):
        return [_schedule(data, "")], False
    return [_schedule(item, f"Terms {position}: ") for position, item in enumerate(data, start=1)], True


def _schedule(data: dict[str, object], prefix: str) -> Schedule:
    try:
        return build_schedule(Terms.from_dict(data))
    except TermsError as error:
        raise CommandError(f"{prefix}{error}") from None


def _typed_terms(options: dict[str, Any]) -> dict[str, object]:
    units = [unit for unit in ("month", "week", "day") if options[f"{unit}s"] is not None]
    if not units or options["rate"] is None:
        raise CommandError(f"A quote needs --rate and one of --months, --weeks, --days. Example: {EXAMPLE}")
    return {
        "principal_fen": _fen("amount", options["amount"]),
        "annual_rate_ppm": _ppm("--rate", options["rate"]),
        "method": options["method"],
        "periods": options[f"{units[0]}s"],
        "period_unit": units[0],
        "period_every": options["every"],
        "disbursed_on": options["on"] or _today().isoformat(),
        "first_due_on": options["first_due"],
        "day_count": options["day_count"],
        "rounding": options["rounding"],
        "level_last": options["level_last"],
        "principal_grace_periods": options["grace"],
        "down_payment_ppm": _ppm("--down-payment", options["down_payment"]),
        "instalment_multiple_fen": _fen("--multiple", options["multiple"]),
        "monthly_fee_fen": _fen("--monthly-fee", options["monthly_fee"]),
        "monthly_fee_ppm": _ppm("--monthly-fee-rate", options["monthly_fee_rate"]),
    }


def _today() -> dt.date:
    """Return the business date; where there are no books yet, the calendar's."""
    try:
        return clock.today()
    except DatabaseError:
        return clock.wall_date()


def _fen(name: str, text: str) -> int:
    try:
        return parse_yuan(text)
    except AmountError as error:
        raise CommandError(f"{name}: {error}") from None


def _ppm(name: str, text: str) -> int:
    """Return the millionths of a percentage; exact, so more than four decimals are refused."""
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal("NaN")
    if not text.isascii() or not percent.is_finite() or percent.adjusted() > 9:
        raise CommandError(f"{name}: write a percentage such as 12 or 10.8.")
    ppm = percent.scaleb(4)
    if ppm != ppm.to_integral_value():
        raise CommandError(f"{name}: a percentage has at most four decimals.")
    return int(ppm)


def _table(schedule: Schedule) -> str:
    lines = [
        f"{'n':>4}  {'due':<10}  {'principal':>16}  {'interest':>14}  {'fee':>12}  {'total':>16}  {'balance':>16}"
    ]
    for row in schedule.rows:
        note = "  down payment" if row.kind == "down_payment" else ""
        lines.append(
            f"{row.n:>4}  {row.due_on.isoformat():<10}  {format_yuan(row.principal_fen):>16}  "
            f"{format_yuan(row.interest_fen):>14}  {format_yuan(row.fee_fen):>12}  {format_yuan(row.total_fen):>16}  "
            f"{format_yuan(row.balance_fen):>16}{note}"
        )
    figures = quote(schedule)
    total_fen = sum(row.total_fen for row in schedule.rows)
    interest, fees = format_yuan(schedule.total_interest_fen), format_yuan(schedule.total_fee_fen)
    nominal, effective = _percent(figures["nominal_rate"]), _percent(figures["effective_annual_rate"])
    lines += [
        "",
        f"interest {interest}   fees {fees}   total {format_yuan(total_fen)} yuan",
        f"nominal {nominal} a year   effective {effective} a year, every fee in",
        "",
    ]
    return "\n".join(lines)


def _percent(rate: float | None) -> str:
    return "none" if rate is None else f"{100 * rate:.4f} %"
