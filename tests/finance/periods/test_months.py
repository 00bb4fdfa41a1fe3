"""Months close one after the other; nothing posts into a closed one, by the services and by the database."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.errors import Refused
from accounts.models import User
from finance import chart
from finance.daily_invariants import daily_totals_equal_transfers
from finance.models import Adjustment, BookPeriod, Entry
from finance.posting import TransferInput
from finance.queries.daily_totals import movements
from finance.services.close_month import close_month
from finance.services.post_adjustment import post_adjustment
from finance.services.reopen_month import reopen_month
from finance.services.seal_month import seal_month
from finance.services.write_account_days import write_account_days
from tests.closing import set_today, skip_to
from tests.factories import make_staff
from tests.finance.periods.company_book import accountant, adjust, earn, manager

OCTOBER, NOVEMBER, DECEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1), dt.date(2026, 12, 1)
IN_OCTOBER = dt.date(2026, 10, 31)


@pytest.fixture
def months(db: None) -> None:
    """Entries in October and November; the books are on 1 December."""
    set_today(dt.date(2026, 10, 20))
    earn(100)
    skip_to(dt.date(2026, 11, 20))
    earn(200)
    skip_to(DECEMBER)
    write_account_days(business_date=dt.date(2026, 11, 30))


def refused(code: str, act: object, **how: object) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        act(**how)  # type: ignore[operator]
    assert refusal.value.code == code
    assert Entry.objects.count() == entries


def test_months_close_in_order_and_only_when_they_are_over(months: None) -> None:
    keeper = accountant()
    refused("month_before_open", close_month, month_on=NOVEMBER, actor=keeper)
    refused("month_not_over", close_month, month_on=DECEMBER, actor=keeper)
    refused("month_not_over", close_month, month_on=dt.date(2026, 9, 1), actor=keeper)
    close_month(month_on=OCTOBER, actor=keeper)
    refused("month_closed", close_month, month_on=OCTOBER, actor=keeper)
    assert close_month(month_on=NOVEMBER, actor=keeper).status == "soft"


def test_an_open_month_takes_adjustments_a_soft_closed_one_those_of_a_finance_manager(months: None) -> None:
    keeper, head = accountant(), manager()
    adjust(IN_OCTOBER, keeper, "one", 5)
    close_month(month_on=OCTOBER, actor=keeper)
    refused("month_soft_closed", adjust, on=IN_OCTOBER, actor=keeper, key="two")
    refused("reason_missing", adjust, on=IN_OCTOBER, actor=head, key="two", reason=" ")
    adjust(IN_OCTOBER, head, "two", 7)
    assert list(Adjustment.objects.order_by("pk").values_list("is_after_soft_close", "posted_by")) == [
        (False, keeper.pk),
        (True, head.pk),
    ]
    assert movements(OCTOBER, IN_OCTOBER)["5099"] == (12, 0)
    assert movements(NOVEMBER, None).get("5099") is None
    assert daily_totals_equal_transfers() == []
    adjust(IN_OCTOBER, head, "two", 7)
    assert movements(OCTOBER, IN_OCTOBER)["5099"] == (12, 0)


def test_a_soft_closed_month_opens_again_with_a_reason_the_last_one_first(months: None) -> None:
    keeper, head = accountant(), manager()
    close_month(month_on=OCTOBER, actor=keeper)
    close_month(month_on=NOVEMBER, actor=keeper)
    refused("reason_missing", reopen_month, month_on=NOVEMBER, because="", actor=head)
    refused("later_closed", reopen_month, month_on=OCTOBER, because="late", actor=head)
    assert reopen_month(month_on=NOVEMBER, because="late", actor=head).status == "open"
    refused("month_not_soft", reopen_month, month_on=NOVEMBER, because="late", actor=head)
    adjust(dt.date(2026, 11, 30), keeper, "again")


def test_nothing_posts_into_a_month_closed_for_good(months: None) -> None:
    keeper, head = accountant(), manager()
    refused(
        "month_not_soft", seal_month, month_on=OCTOBER, actor=head
    ) if BookPeriod.objects.exists() else None
    close_month(month_on=OCTOBER, actor=keeper)
    close_month(month_on=NOVEMBER, actor=keeper)
    refused("month_before_open", seal_month, month_on=NOVEMBER, actor=head)
    seal_month(month_on=OCTOBER, actor=head)
    refused("month_closed", adjust, on=IN_OCTOBER, actor=head, key="late")
    refused("month_not_soft", reopen_month, month_on=OCTOBER, because="late", actor=head)
    with connection.cursor() as cursor:
        for kind in ("adjustment.posted", "fee"):
            with pytest.raises(IntegrityError, match="closed day"), transaction.atomic():
                cursor.execute(
                    "INSERT INTO finance_entry (kind, reference, business_date, value_on, posted_at, idempotency_key,"
                    " input_hash) VALUES (%s, 'R', '2026-10-31', '2026-10-31', '2026-12-01 10:00:00+08', %s, 'h')",
                    [kind, kind],
                )
        for statement in (
            "UPDATE finance_bookperiod SET status = 'soft' WHERE status = 'hard'",
            "DELETE FROM finance_bookperiod WHERE status = 'hard'",
        ):
            with pytest.raises(IntegrityError, match="stays closed"), transaction.atomic():
                cursor.execute(statement)


def test_who_soft_closed_a_month_does_not_close_it_for_good(months: None) -> None:
    head, second = manager(), manager("second@example.cn")
    close_month(month_on=OCTOBER, actor=head)
    refused("same_person", seal_month, month_on=OCTOBER, actor=head)
    assert seal_month(month_on=OCTOBER, actor=second).status == "hard"


def test_only_the_companys_book_is_adjusted_and_only_days_that_came(months: None, investor: User) -> None:
    keeper = accountant()
    customers = [TransferInput(chart.custody_bank(), chart.suspense(), 5, "x")]
    how = {"kind": "adjustment.posted", "reference": "V1", "key": "k", "reason": "r", "actor": keeper}
    refused("not_company", post_adjustment, on=IN_OCTOBER, transfers=customers, **how)
    refused("day_to_come", adjust, on=dt.date(2026, 12, 2), actor=keeper, key="k")
    adjust(DECEMBER, keeper, "today")
    assert make_staff("cashier@example.cn", "cashier").has_right("finance.keep_books") is False
