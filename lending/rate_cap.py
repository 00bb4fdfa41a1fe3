"""What the law lets a loan cost (RULES rate.cap)."""

import datetime as dt

from accounts.rules import rule_value


def rate_cap_ppm(on: dt.date) -> int:
    """Return the highest annual rate on a contract date, all fees in: a rate of its own, or a multiple of
    that day's LPR.
    """
    cap = rule_value("rate.cap", on=on)
    if "annual_rate_ppm" in cap:
        return int(cap["annual_rate_ppm"])
    return int(cap["lpr_multiple"]) * int(rule_value("lpr", on=on)["one_year_ppm"])
