"""A small book: two loans paid out on 15 January, their first instalments due on 15 February."""

import pytest

from accounts import clock
from lending.models import Loan
from tests.closing import set_today
from tests.factories import make_customer
from tests.lending import factories
from tests.risk.portfolio.books import START


@pytest.fixture
def loan(db: None) -> Loan:
    """¥10,000 over 12 months that nobody pays."""
    set_today(START)
    with clock.simulated(START):
        return factories.make_active_loan(make_customer("late@example.cn"))


@pytest.fixture
def other_loan(loan: Loan) -> Loan:
    """¥6,000 more to somebody else."""
    with clock.simulated(START):
        return factories.make_active_loan(make_customer("other@example.cn"), amount_fen=6_000_00)
