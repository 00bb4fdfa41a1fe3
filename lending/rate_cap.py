"""What the law lets a loan cost (RULES rate.cap)."""

import datetime as dt
from typing import Any

from accounts.rules import rule_value


def rate_cap_ppm(on: dt.date) -> int:
    """Return the highest annual rate on a contract date, all fees in."""
    return cap_from(rule_value("rate.cap", on=on), rule_value("lpr", on=on))


def cap_from(cap: dict[str, Any], lpr: dict[str, Any]) -> int:
    """Return the cap the rules state: a rate of its own, or a multiple of the day's one-year LPR."""
    if "annual_rate_ppm" in cap:
        return int(cap["annual_rate_ppm"])
    return int(cap["lpr_multiple"]) * int(lpr["one_year_ppm"])
