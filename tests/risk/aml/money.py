"""Money that the desk looks at, through the bank and the books as in life; days pass without their closes."""

import datetime as dt

from accounts import clock
from accounts.models import User
from finance.custody.sandbox_customer import bind_own_card, pay_in, pay_out
from finance.models import SuspenseItem
from risk.aml.patterns import alerts_of
from risk.models import AmlAlert
from risk.services.raise_aml_alerts import raise_aml_alerts
from tests.bank import fact_about, order_deposit, tell
from tests.closing import set_today

DAY = dt.date(2026, 3, 4)


def at(day: dt.date):
    """Put the books on a day and let the clock show its morning."""
    set_today(day)
    return clock.simulated(day)


def look(day: dt.date) -> list[AmlAlert]:
    """Look at a day as its close does."""
    return raise_aml_alerts(found=alerts_of(day))


def told(alerts: list[AmlAlert]) -> list[tuple[str, str, int, int]]:
    """Return pattern, customer, amount and number of figures of each alert."""
    return [(one.pattern, one.customer.email or "", one.amount_fen, one.lines.count()) for one in alerts]


def under_another_name(user: User, fen: int = 800_00) -> SuspenseItem:
    """Let somebody else's money come in for a customer's order."""
    bind_own_card(user)
    order = order_deposit(user, fen)
    tell(fact_about("deposit.confirmed", order, customer="SC-stranger", payer_name="王五"))
    return SuspenseItem.objects.get(reference=order.number)


__all__ = ["DAY", "at", "look", "pay_in", "pay_out", "told", "under_another_name"]
