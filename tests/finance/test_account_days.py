"""The daily totals: written once by the close, caught up, equal to the transfers, and what any-date figures read."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts import append_only, clock
from accounts.models import User
from finance.daily_invariants import daily_totals_equal_transfers
from finance.models import AccountDay, LedgerAccount
from finance.queries.daily_totals import Movement, movements, totals_through
from finance.services.write_account_days import find_days_to_total, write_account_days
from tests.closing import set_today, skip_to
from tests.finance.ledger_helpers import deposit

MONDAY = dt.date(2026, 3, 2)
TUESDAY, THURSDAY, FRIDAY = (MONDAY + dt.timedelta(days=n) for n in (1, 3, 4))


@pytest.fixture
def three_days(investor: User) -> User:
    """Deposits of 1, 2 and 4 yuan on Monday, Tuesday and Friday; the books are on Friday."""
    set_today(MONDAY)
    deposit(investor, 1_00)
    skip_to(TUESDAY)
    deposit(investor, 2_00)
    skip_to(FRIDAY)
    deposit(investor, 4_00)
    return investor


def close(day: dt.date) -> int:
    with clock.closing(day), transaction.atomic():
        return write_account_days(business_date=day) if find_days_to_total(day, 0, 10) else 0


def test_the_close_catches_up_every_missed_day_and_does_nothing_twice(three_days: User) -> None:
    assert close(THURSDAY) == 4
    assert list(AccountDay.objects.order_by("business_date", "code").values_list()[0])[1:] == [
        *(MONDAY, "1001", 100, 0, 1)
    ]
    assert totals_through() == TUESDAY
    assert close(THURSDAY) == 0
    assert close(FRIDAY) == 2
    assert AccountDay.objects.count() == 6
    assert daily_totals_equal_transfers() == []


def test_figures_of_any_day_are_the_same_whoever_reads_them(three_days: User) -> None:
    stretches = [
        (None, None, 7_00),
        (None, MONDAY, 1_00),
        (TUESDAY, FRIDAY, 6_00),
        (FRIDAY, FRIDAY, 4_00),
        (None, THURSDAY, 3_00),
    ]
    for _written in (0, close(MONDAY), close(THURSDAY), close(FRIDAY)):
        for first, last, fen in stretches:
            assert movements(first, last) == {"1001": Movement(fen, 0), "2001": Movement(0, fen)}
    assert movements(THURSDAY, THURSDAY) == {}


def test_a_total_that_is_not_the_transfers_is_a_breach(three_days: User) -> None:
    close(FRIDAY)
    with append_only.lifted(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE finance_accountday SET credits_fen = 105 WHERE business_date = '2026-03-02' AND code = '2001'"
        )
        cursor.execute("DELETE FROM finance_accountday WHERE business_date = '2026-03-03' AND code = '1001'")
    assert daily_totals_equal_transfers() == [
        "2026-03-02，科目 2001：每日合计相差借方 0.00、贷方 0.05。",
        "2026-03-03，科目 1001：每日合计相差借方 -2.00、贷方 0.00。",
    ]


def test_a_written_day_stays_as_it_is(three_days: User) -> None:
    close(FRIDAY)
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        AccountDay.objects.update(debits_fen=1)


def rebuild() -> tuple[dict, int]:
    out, code = StringIO(), 0
    try:
        call_command("rebuild_ledger", "--format", "json", stdout=out)
    except SystemExit as leaving:
        code = leaving.code
    return json.loads(out.getvalue()), code


def test_a_ledger_rebuilt_from_zero_is_the_live_one_and_tells_a_fen_that_is_not(three_days: User) -> None:
    close(TUESDAY)
    document, code = rebuild()
    [bank] = [one for one in document["codes"] if one["code"] == "1001"]
    assert (document["ok"], code, bank["rebuilt"], bank["live"], bank["reported"]) == (
        *(True, 0),
        *([700, 0],) * 3,
    )
    LedgerAccount.objects.filter(code="1001").update(debits_fen=701)
    document, code = rebuild()
    assert (document["ok"], code, len(document["differences"])) == (False, 1, 1)
