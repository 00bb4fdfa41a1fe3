"""Exit rules of the watch-list: exact at every border, and nothing ends while something is overdue."""

import datetime as dt

import pytest

from risk.domain.arrears import days_past_due
from risk.domain.watching import DueRow, WatchFacts, clear_in_a_row, is_exit_met, on_time_in_a_row

ON = dt.date(2026, 6, 1)


def facts(**values: object) -> WatchFacts:
    given: dict = {
        "on": ON,
        "days_past_due": 0,
        "owes": True,
        "on_time_in_a_row": 0,
        "clear_reviews_in_a_row": 0,
    }
    return WatchFacts(**{**given, **values})


@pytest.mark.parametrize(
    "rule, count, exit_on, met, not_met",
    [
        ("on_time", 3, None, {"on_time_in_a_row": 3}, {"on_time_in_a_row": 2}),
        ("reviews", 2, None, {"clear_reviews_in_a_row": 2}, {"clear_reviews_in_a_row": 1}),
        ("no_overdue", None, ON, {"on": ON + dt.timedelta(days=1)}, {"on": ON}),
        ("repaid", None, None, {"owes": False}, {"owes": True}),
    ],
)
def test_a_rule_is_met_at_its_figure_and_never_while_overdue(
    rule: str, count: int | None, exit_on: dt.date | None, met: dict, not_met: dict
) -> None:
    assert is_exit_met(rule, count, exit_on, facts(**met))
    assert not is_exit_met(rule, count, exit_on, facts(**not_met))
    assert not is_exit_met(rule, count, exit_on, facts(**met, days_past_due=1))


def test_a_rule_without_its_figure_or_name_ends_nothing() -> None:
    assert not is_exit_met("on_time", None, None, facts(on_time_in_a_row=9))
    assert not is_exit_met("no_overdue", None, None, facts())
    with pytest.raises(ValueError, match="No exit rule"):
        is_exit_met("whenever", None, None, facts())


def test_instalments_count_back_to_the_newest_that_was_late() -> None:
    def day(n: int) -> dt.date:
        return ON - dt.timedelta(days=n)

    rows = [
        DueRow(day(120), day(120)),
        DueRow(day(90), day(80)),  # late
        DueRow(day(60), day(60)),  # on its last day
        DueRow(day(30), day(45)),  # before it was due
        DueRow(ON, None),  # may still be paid today
    ]
    assert on_time_in_a_row(rows, ON) == 2
    assert on_time_in_a_row(rows, ON + dt.timedelta(days=1)) == 0
    assert on_time_in_a_row([], ON) == 0
    assert clear_in_a_row(["nothing", "nothing", "concern", "nothing"]) == 2
    assert clear_in_a_row(["worse", "nothing"]) == 0


def test_days_past_due_are_those_of_the_longest_arrears() -> None:
    assert days_past_due([None, ON - dt.timedelta(days=3), ON - dt.timedelta(days=31)], ON) == 31
    assert days_past_due([None], ON) == 0
