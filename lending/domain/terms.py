"""The terms of a loan: every parameter the schedule engine knows, checked once and then frozen."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from enum import StrEnum

from finance.domain.money import MAX_FEN, PPM, Rounding

MAX_PERIODS = 1_200
MAX_EVERY = 366
MAX_RATE_PPM = 10 * PPM
MAX_MONTHLY_FEE_PPM = PPM

# What only a redrawn schedule has; left out of the plain values where it is not set, so that older hashes stay.
REDRAWN = ("due_day", "first_days", "fee_fen", "first_fee_fen")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Method(StrEnum):
    """Name how principal and interest are repaid."""

    EQUAL_INSTALMENT = "equal_instalment"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_ONLY = "interest_only"
    BULLET = "bullet"
    FLAT = "flat"


class PeriodUnit(StrEnum):
    """Name the unit that a period is a whole number of."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class DayCount(StrEnum):
    """Name how days become a share of the year."""

    THIRTY_360 = "30/360"
    ACT_365 = "act/365"
    ACT_360 = "act/360"
    ACT_364 = "act/364"
    ACT_ACT = "act/act"


class TermsError(ValueError):
    """Say which parameter cannot be and why; `code` and `field` are for machines."""

    def __init__(self, code: str, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Hold the parameters of a schedule, by the names of the published vectors.

    Amounts in fen, rates and shares in ppm (a year, for `annual_rate_ppm`). The principal is the whole price:
    the down payment is a share of it. Refuses, as `TermsError`, every value that has no schedule.

    A redrawn schedule begins inside a period: `due_day` is the day of the month that due dates return to,
    `first_days` the days of 30/360 that are left of the period, `fee_fen` each row's fee and `first_fee_fen` the
    first one's.
    """

    principal_fen: int
    annual_rate_ppm: int
    method: str
    periods: int
    disbursed_on: dt.date
    period_unit: str = PeriodUnit.MONTH
    period_every: int = 1
    day_count: str = DayCount.THIRTY_360
    rounding: str = Rounding.HALF_UP
    instalment_rounding: str | None = None
    level_last: bool = False
    principal_grace_periods: int = 0
    down_payment_ppm: int = 0
    instalment_multiple_fen: int = 1
    monthly_fee_ppm: int = 0
    monthly_fee_fen: int = 0
    first_due_on: dt.date | None = None
    due_day: int | None = None
    first_days: int | None = None
    fee_fen: int | None = None
    first_fee_fen: int | None = None

    def __post_init__(self) -> None:
        self._check_choices()
        self._check_numbers()
        self._check_dates()
        self._check_redrawn()
        if self.principal_grace_periods >= self.periods:
            raise TermsError(
                "grace_too_long",
                "principal_grace_periods",
                "at least one period after the grace must repay principal.",
            )

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "Terms":
        """Read terms from plain values, dates as `YYYY-MM-DD`.

        Refuses unknown names (a misspelt parameter would silently be a different loan) and missing ones.
        """
        if not isinstance(data, Mapping):
            raise TermsError("not_an_object", "terms", "must be an object of named parameters.")
        known = {field.name for field in fields(cls)}
        for name in data:
            if name not in known:
                raise TermsError("unknown_parameter", str(name), "is no parameter of a schedule.")
        for field in fields(cls):
            if field.default is MISSING and field.name not in data:
                raise TermsError("missing_parameter", field.name, "must be given.")
        values = dict(data)
        for name in ("disbursed_on", "first_due_on"):
            if values.get(name) is not None:
                values[name] = _read_date(name, values[name])
        return cls(**values)  # type: ignore[arg-type]  # __post_init__ checks every type

    def to_dict(self) -> dict[str, object]:
        """Return plain values that `from_dict` reads back to equal terms."""
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in asdict(self).items()
            if value is not None or name not in REDRAWN
        }

    def _check_choices(self) -> None:
        for name, choices in (
            ("method", Method),
            ("period_unit", PeriodUnit),
            ("day_count", DayCount),
            ("rounding", Rounding),
            ("instalment_rounding", Rounding),
        ):
            value = getattr(self, name)
            if name == "instalment_rounding" and value is None:
                continue
            if not isinstance(value, str) or value not in set(choices):
                raise TermsError("unknown_choice", name, f"must be one of {', '.join(choices)}.")
        if not isinstance(self.level_last, bool):
            raise TermsError("not_a_truth_value", "level_last", "must be true or false.")

    def _check_numbers(self) -> None:
        for name, least, most in (
            ("principal_fen", 1, MAX_FEN),
            ("annual_rate_ppm", 0, MAX_RATE_PPM),
            ("periods", 1, MAX_PERIODS),
            ("period_every", 1, MAX_EVERY),
            ("principal_grace_periods", 0, MAX_PERIODS),
            ("down_payment_ppm", 0, PPM - 1),
            ("instalment_multiple_fen", 1, MAX_FEN),
            ("monthly_fee_ppm", 0, MAX_MONTHLY_FEE_PPM),
            ("monthly_fee_fen", 0, MAX_FEN),
        ):
            value = getattr(self, name)
            # True is an int to Python and a mistake in a contract.
            if not isinstance(value, int) or isinstance(value, bool):
                raise TermsError("not_an_integer", name, "must be a whole number.")
            if not least <= value <= most:
                raise TermsError("out_of_range", name, f"must be from {least} to {most}.")

    def _check_redrawn(self) -> None:
        for name, least, most in (
            ("due_day", 1, 31),
            ("first_days", 0, MAX_EVERY * MAX_PERIODS),
            ("fee_fen", 0, MAX_FEN),
            ("first_fee_fen", 0, MAX_FEN),
        ):
            value = getattr(self, name)
            if value is None:
                continue
            if not isinstance(value, int) or isinstance(value, bool):
                raise TermsError("not_an_integer", name, "must be a whole number.")
            if not least <= value <= most:
                raise TermsError("out_of_range", name, f"must be from {least} to {most}.")
            if self.first_due_on is None:
                raise TermsError("no_first_due", name, "goes with a first due date.")
        if self.first_days is not None and self.day_count != DayCount.THIRTY_360:
            raise TermsError("days_are_counted", "first_days", "is for 30/360; other day counts count days.")
        if self.due_day is not None and self.first_due_on is not None:
            last = monthrange(self.first_due_on.year, self.first_due_on.month)[1]
            if self.period_unit != PeriodUnit.MONTH or self.first_due_on.day != min(self.due_day, last):
                raise TermsError("due_day_elsewhere", "due_day", "is not the day of the first due date.")

    def _check_dates(self) -> None:
        if not _is_date(self.disbursed_on):
            raise TermsError("not_a_date", "disbursed_on", "must be a date.")
        if self.first_due_on is None:
            return
        if not _is_date(self.first_due_on):
            raise TermsError("not_a_date", "first_due_on", "must be a date.")
        if self.first_due_on <= self.disbursed_on:
            raise TermsError("due_before_disbursed", "first_due_on", "must be after the disbursement date.")


def _is_date(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _read_date(name: str, value: object) -> dt.date:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise TermsError("not_a_date", name, "must be a date written YYYY-MM-DD.")
