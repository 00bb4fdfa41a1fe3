import datetime as dt

import pytest

from accounts.domain.working_days import (
    WorkingCalendar,
    add_working_days,
    count_working_days,
    is_working_day,
    read_days,
)

NATIONAL_DAY = WorkingCalendar(
    off=read_days(["2026-10-01/2026-10-07"]), on=read_days(["2026-09-20", "2026-10-10"])
)


@pytest.mark.parametrize(
    "day, works",
    [
        (dt.date(2026, 10, 1), False),
        (dt.date(2026, 10, 8), True),
        (dt.date(2026, 10, 10), True),
        (dt.date(2026, 10, 11), False),
        (dt.date(2026, 9, 20), True),
        (dt.date(2031, 10, 1), True),
    ],
)
def test_knows_holidays_and_made_up_weekends(day: dt.date, works: bool) -> None:
    assert is_working_day(NATIONAL_DAY, day) is works


@pytest.mark.parametrize(
    "start_on, days, expected",
    [
        (dt.date(2026, 9, 30), 1, dt.date(2026, 10, 8)),
        (dt.date(2026, 9, 30), 3, dt.date(2026, 10, 10)),
        (dt.date(2026, 9, 30), 4, dt.date(2026, 10, 12)),
        (dt.date(2026, 11, 20), 20, dt.date(2026, 12, 18)),
        (dt.date(2026, 11, 21), 0, dt.date(2026, 11, 21)),
    ],
)
def test_counts_forward_without_the_first_day(start_on: dt.date, days: int, expected: dt.date) -> None:
    assert add_working_days(NATIONAL_DAY, start_on, days) == expected
    assert count_working_days(NATIONAL_DAY, start_on, expected) == days


def test_refuses_to_count_backward() -> None:
    with pytest.raises(ValueError):
        add_working_days(NATIONAL_DAY, dt.date(2026, 11, 23), -1)


def test_counts_nothing_in_an_empty_or_reversed_span() -> None:
    day = dt.date(2026, 11, 23)
    assert count_working_days(NATIONAL_DAY, day, day) == 0
    assert count_working_days(NATIONAL_DAY, day, day - dt.timedelta(days=5)) == 0
