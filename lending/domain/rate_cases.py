"""Rate cases as the published vectors write them: a basis, and flows with a date or a time."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from lending.domain.rates import Flow, Rate, effective_annual_rate, nominal_rate, unique_rate

BASES = ("effective_annual", "periodic", "nominal")
MAX_FLOWS = 20_000
# Wide enough for any amount of money and any time; 1e999999999 would not fit the machine.
_MOST_DIGITS = 40

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class CaseError(ValueError):
    """Say why a rate case cannot be read; a case without a rate is no error."""


def rate_of_case(case: object) -> Rate:
    """Return the rate of one case.

    `effective_annual` takes flows all with a date `on` or all with a time `t` in years, `periodic` and
    `nominal` with `t` in periods, `nominal` also `periods_per_year`. Numbers are whole or `Decimal`, so that
    what was written is what is reckoned with. Refuses what it cannot read.
    """
    if not isinstance(case, Mapping):
        raise CaseError("A case is an object with a basis and flows.")
    basis = case.get("basis")
    if basis not in BASES:
        raise CaseError(f"basis must be one of {', '.join(BASES)}.")
    flows = case.get("flows")
    if not isinstance(flows, list) or not all(isinstance(flow, Mapping) for flow in flows):
        raise CaseError("flows must be a list of objects.")
    if len(flows) > MAX_FLOWS:
        raise CaseError(f"A case has at most {MAX_FLOWS} flows.")
    is_dated = any("on" in flow for flow in flows)
    if is_dated and (basis != "effective_annual" or any("t" in flow for flow in flows)):
        raise CaseError(
            "Flows have either all a date (on) or all a time (t); dates go with effective_annual."
        )
    amounts = [_exact(flow, "amount") for flow in flows]
    if is_dated:
        return effective_annual_rate(zip(map(_date, flows), amounts, strict=True))
    rate = unique_rate(map(Flow, [_exact(flow, "t") for flow in flows], amounts))
    if basis != "nominal":
        return rate
    periods_per_year = _exact(case, "periods_per_year")
    if periods_per_year <= 0:
        raise CaseError("periods_per_year must be above zero.")
    return nominal_rate(rate, periods_per_year)


def _exact(data: Mapping[str, object], name: str) -> Fraction:
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise CaseError(f"{name} must be a number.")
    number = Decimal(value)
    if not number.is_finite():
        raise CaseError(f"{name} must be a finite number.")
    if number and not -_MOST_DIGITS < number.adjusted() < _MOST_DIGITS // 2:
        raise CaseError(f"{name} is too large or too small.")
    return Fraction(number)


def _date(flow: Mapping[str, object]) -> dt.date:
    value = flow.get("on")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise CaseError("on must be a date written YYYY-MM-DD.")
