"""The company's own book in tests: entries dated on chosen days, and who keeps and approves."""

import datetime as dt

import pytest

from accounts.models import User
from finance import chart
from finance.chart import AccountRef
from finance.posting import TransferInput
from finance.services.post_adjustment import post_adjustment
from finance.services.post_entries import post_entries
from tests.closing import set_today, skip_to
from tests.factories import make_staff
from tests.finance.ledger_helpers import entry


def accountant(email: str = "accountant@example.cn") -> User:
    return make_staff(email, "accountant")


def manager(email: str = "manager@example.cn") -> User:
    return make_staff(email, "finance_manager")


def earn(amount_fen: int, code: str = "4099") -> None:
    """Post income that came to the company's bank."""
    post_entries([entry(TransferInput(chart.company_bank(), chart.income(code), amount_fen, "income"))])


def spend(amount_fen: int, code: str = "5099") -> None:
    """Post a cost that was paid from the company's bank."""
    post_entries([entry(TransferInput(chart.cost(code), chart.company_bank(), amount_fen, "cost"))])


def adjust(
    on: dt.date, actor: User, key: str, amount_fen: int = 5, reason: str = "an invoice came late"
) -> None:
    """Post an accrued cost into a month that may have ended."""
    post_adjustment(
        kind="adjustment.posted",
        on=on,
        reference="V1",
        transfers=[TransferInput(AccountRef("5099"), AccountRef("1002"), amount_fen, "cost")],
        key=key,
        reason=reason,
        actor=actor,
    )


@pytest.fixture
def year_2025(db: None) -> None:
    """A year with 900.00 earned and 200.00 spent; the books are on 5 January 2026."""
    set_today(dt.date(2025, 11, 28))
    earn(500_00)
    skip_to(dt.date(2025, 12, 30))
    earn(400_00)
    spend(200_00)
    skip_to(dt.date(2026, 1, 5))
