"""The small book of the portfolio's tests: two loans paid out on 15 January, one of them never paid."""

from tests.risk.portfolio.conftest import loan, other_loan

__all__ = ["loan", "other_loan"]
