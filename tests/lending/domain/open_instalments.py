"""A loan of the tests of settlement and of calling in: its terms, and its instalments as the arithmetic takes them."""

import datetime as dt

from lending.domain.schedule import build_schedule
from lending.domain.settlement import OpenInstalment
from lending.domain.terms import Terms


def make_terms(**changes: object) -> Terms:
    """Return 12,000.00 at 12 % over three months from 15 January 2026; keywords change them."""
    values = {
        "principal_fen": 1_200_000,
        "annual_rate_ppm": 120_000,
        "method": "equal_instalment",
        "periods": 3,
        "disbursed_on": dt.date(2026, 1, 15),
    }
    return Terms(**(values | changes))


def open_instalments(terms: Terms, *, paid: int = 0, **first: object) -> list[OpenInstalment]:
    """Return the instalments after so many paid ones; keywords change the first of them."""
    rows = [
        OpenInstalment(
            n=row.n,
            starts_on=row.starts_on,
            due_on=row.due_on,
            principal_fen=row.principal_fen,
            interest_fen=row.interest_fen,
            fee_fen=row.fee_fen,
            days=row.days,
            carried_fen=row.carried_fen,
        )
        for row in build_schedule(terms).instalments
    ][paid:]
    return [rows[0]._replace(**first), *rows[1:]]
