"""The close: named steps once a date, resumable, one bad row set aside, one process at a time."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts import clock, closing
from accounts.closing import CloseStep, register_step
from accounts.errors import Refused
from accounts.invariants import Finding
from accounts.models import BusinessDate, Event
from finance.models import PayoutHalt
from finance.services.verify_books import Verification
from operations.models import CloseStepRun, DayClose, SetAsideRow
from operations.services import prove_books as proof
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


def run_close(*args: str) -> tuple[str, int]:
    """Run the command; return what it printed and its exit code."""
    out = io.StringIO()
    try:
        call_command("close_day", *args, stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


@pytest.fixture
def broken_books(steps, monkeypatch) -> list[Finding]:
    """Let the proof of the books find what stands in this list."""
    found = [Finding("debits_equal_credits", []), Finding("wallets_are_covered", ["Wallet 1 lacks 5.00."])]
    register_step(
        CloseStep("verify", "Proof", 900, proof.find_books_to_prove, proof.prove_books, is_atomic=False)
    )
    monkeypatch.setattr(proof, "verify_books", lambda: Verification(found, None, {}))
    return found


def test_the_command_says_which_proof_failed_and_exits_with_1(broken_books):
    text, code = run_close("--until", "2026-03-02", "--format", "json")
    document = json.loads(text)
    assert (code, document["ok"], document["today"]) == (1, False, "2026-03-03")
    # The halt that the first day opened takes no second breach in; each day tells its own.
    assert [day["breaches"] for day in document["closed"]] == [["wallets_are_covered"]] * 2
    assert PayoutHalt.objects.get().business_on == DAY
    text, code = run_close()
    assert code == 1
    assert "BREACH: wallets_are_covered" in text


def test_a_proved_day_is_ok(broken_books):
    broken_books.clear()
    text, code = run_close("--format", "json")
    document = json.loads(text)
    assert (code, document["ok"]) == (0, True)
    assert document["closed"] == [
        {"business_date": "2026-03-01", "rows_done": 8, "set_aside": 0, "breaches": []}
    ]
    assert "BREACH" not in run_close()[0]


@pytest.mark.parametrize(
    "until, words",
    [
        ("2026-02-28", "the oldest open day is 2026-03-01"),
        ("2036-03-09", "more than 3,660 days ahead"),
        ("soon", "takes a date"),
    ],
)
def test_the_command_refuses_days_that_cannot_be_meant(steps, until, words):
    with pytest.raises(CommandError, match=words):
        run_close("--until", until)
    assert not DayClose.objects.exists()
