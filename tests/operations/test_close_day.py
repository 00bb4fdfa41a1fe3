"""The close: named steps once a date, resumable, one bad row set aside, one process at a time."""

import datetime as dt

import pytest

from accounts import clock, closing
from accounts.closing import CloseStep, register_step
from accounts.errors import Refused
from accounts.models import BusinessDate, Event
from operations.models import CloseStepRun, DayClose, SetAsideRow
from operations.services.close_day import close_day
from operations.services.close_until import close_until

DAY = dt.date(2026, 3, 1)


@pytest.fixture
def steps(db, monkeypatch):
    monkeypatch.setattr(closing, "_steps", {})
    BusinessDate.objects.update_or_create(id=1, defaults={"today_on": DAY, "closed_through_on": None})
    return Steps()


class Steps:
    """A step over the rows 1..7 that remembers what it did and fails where it is told to."""

    def __init__(self):
        self.done: list[tuple[dt.date, int]] = []
        self.bad: set[int] = set()
        self.break_once_at: int | None = None
        register_step(CloseStep("numbers", "Numbers", 10, self.find, self.work, batch_size=3))

    def find(self, business_date, after_id, limit):
        return [row for row in range(1, 8) if row > after_id][:limit]

    def work(self, business_date, ids):
        if self.break_once_at in ids:
            self.break_once_at = None
            raise KeyboardInterrupt
        if self.bad & set(ids):
            raise ValueError("bad row")
        self.done += [(business_date, row) for row in ids]


def test_close_runs_each_step_once_and_moves_the_date(steps):
    closed = close_day(business_date=DAY)
    assert closed.rows_done == 7
    assert steps.done == [(DAY, row) for row in range(1, 8)]
    row = BusinessDate.objects.get()
    assert (row.today_on, row.closed_through_on) == (DAY + dt.timedelta(days=1), DAY)
    assert Event.objects.filter(kind="day.closed").count() == 1
    assert close_day(business_date=DAY) == closed
    assert len(steps.done) == 7


def test_a_bad_row_is_set_aside_and_the_others_go_on(steps):
    steps.bad = {5}
    closed = close_day(business_date=DAY)
    assert [row for _, row in steps.done] == [1, 2, 3, 4, 6, 7]
    assert (closed.rows_done, closed.set_aside) == (6, 1)
    assert SetAsideRow.objects.get().row_id == 5


def test_an_interrupted_close_goes_on_where_it_stopped(steps):
    steps.break_once_at = 5
    with pytest.raises(KeyboardInterrupt):
        close_day(business_date=DAY)
    assert [row for _, row in steps.done] == [1, 2, 3]
    assert clock.today() == DAY + dt.timedelta(days=1)
    DayClose.objects.update(heartbeat_at=clock.now() - dt.timedelta(seconds=61))
    closed = close_until(last=DAY)
    assert [row for _, row in steps.done] == [1, 2, 3, 4, 5, 6, 7]
    assert [day.rows_done for day in closed] == [7]
    assert BusinessDate.objects.get().closed_through_on == DAY


def test_a_living_lease_refuses_a_second_process(steps):
    steps.break_once_at = 5
    with pytest.raises(KeyboardInterrupt):
        close_day(business_date=DAY)
    with pytest.raises(Refused) as refusal:
        close_day(business_date=DAY)
    assert refusal.value.code == "close_running"
    assert [row for _, row in steps.done] == [1, 2, 3]


def test_a_process_that_lost_its_lease_does_nothing_more(steps):
    def steal(business_date, ids):
        DayClose.objects.update(lease="another")

    register_step(CloseStep("thief", "Thief", 5, lambda day, after, limit: [1][after:], steal))
    with pytest.raises(Refused) as refusal:
        close_day(business_date=DAY)
    assert refusal.value.code == "close_lost"
    assert steps.done == []


def test_days_close_in_order_only(steps):
    with pytest.raises(Refused) as refusal:
        close_day(business_date=DAY + dt.timedelta(days=1))
    assert refusal.value.code == "wrong_day"
    assert not DayClose.objects.exists()


def test_skipped_days_are_closed_one_by_one(steps):
    closed = close_until(last=DAY + dt.timedelta(days=2))
    assert [day.business_date for day in closed] == [DAY + dt.timedelta(days=k) for k in range(3)]
    assert CloseStepRun.objects.count() == 3


def test_a_step_posts_on_the_day_that_closes(steps):
    seen = []
    register_step(
        CloseStep(
            "dated",
            "Dated",
            20,
            lambda day, after, limit: [1][after:],
            lambda day, ids: seen.append(clock.today()),
        )
    )
    close_day(business_date=DAY)
    assert seen == [DAY]
    assert clock.today() == DAY + dt.timedelta(days=1)
