"""The governor to the second, the stages, the fair share, promises and results, without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.collecting import days_of_stage, fair_officer, promise_outcome, stage_of
from risk.domain.collection_results import Results, total
from risk.domain.contact_governor import ContactRule, Standing, judge, within

RULE = ContactRule(3, dt.time(22), dt.time(8))
OWED = Standing(is_owed=True)
BOUNDS = (30, 60, 90)


def codes(
    standing: Standing, local: dt.time = dt.time(10), channel: str = "call", **more: str
) -> tuple[str, ...]:
    return judge(RULE, standing, channel=channel, local=local, **more).codes


@pytest.mark.parametrize(
    ("local", "is_allowed"),
    [
        (dt.time(21, 59, 59), True),
        (dt.time(21, 59, 59, 999_999), True),
        (dt.time(22, 0, 0), False),
        (dt.time(22, 1), False),
        (dt.time(0, 0), False),
        (dt.time(7, 59, 59, 999_999), False),
        (dt.time(8, 0, 0), True),
    ],
)
def test_the_quiet_hours_begin_and_end_with_their_second(local: dt.time, is_allowed: bool) -> None:
    assert codes(OWED, local) == (() if is_allowed else ("quiet_hours",))
    assert codes(OWED, local, "visit") == codes(OWED, local, "sms") == codes(OWED, local)
    assert codes(OWED, local, "letter") == ()


def test_says_from_when_only_where_the_hours_alone_stand_against_it() -> None:
    assert judge(RULE, OWED, channel="call", local=dt.time(23)).from_at == dt.time(8)
    busy = Standing(is_owed=True, connected_today=3)
    assert judge(RULE, busy, channel="call", local=dt.time(23)).from_at is None


def test_agreed_hours_open_the_quiet_ones_and_nothing_else() -> None:
    agreed = Standing(is_owed=True, window=(dt.time(22), dt.time(23)))
    assert codes(agreed, dt.time(22, 1)) == ()
    assert codes(agreed, dt.time(23)) == ("quiet_hours",)
    assert codes(
        Standing(is_owed=True, window=(dt.time(22), dt.time(23)), connected_today=3), dt.time(22, 1)
    ) == ("too_many_calls",)


@pytest.mark.parametrize(
    ("connected", "running", "is_allowed"), [(2, 0, True), (3, 0, False), (2, 1, False), (1, 1, True)]
)
def test_refuses_a_fourth_call_and_counts_those_under_way(
    connected: int, running: int, is_allowed: bool
) -> None:
    standing = Standing(is_owed=True, connected_today=connected, open_calls=running)
    assert codes(standing) == (() if is_allowed else ("too_many_calls",))
    assert codes(standing, channel="visit") == ()


def test_only_the_debtor_and_only_while_something_is_owed() -> None:
    assert codes(OWED, party="contact") == ("third_party",)
    assert codes(Standing(is_owed=False, connected_today=9), dt.time(23)) == (
        "not_late",
        "quiet_hours",
        "too_many_calls",
    )
    assert codes(Standing(is_owed=True, pauses={"hardship", "dispute"})) == ("dispute", "hardship")
    assert codes(Standing(is_owed=True, pauses={"death"}), channel="letter") == ("death",)


@given(st.times(), st.times(), st.times())
def test_a_time_lies_in_hours_or_in_the_rest_of_the_day(local: dt.time, one: dt.time, other: dt.time) -> None:
    if one != other:
        assert within(local, one, other) != within(local, other, one)
    else:
        assert not within(local, one, other)


@given(st.integers(1, 400))
def test_every_day_late_lies_in_its_stage(days: int) -> None:
    first, last = days_of_stage(stage_of(days, BOUNDS), BOUNDS)
    assert first <= days
    assert last is None or days <= last


def test_stages_at_their_ends() -> None:
    ends = [stage_of(days, BOUNDS) for days in (1, 30, 31, 60, 61, 90, 91)]
    assert ends == ["care", "care", "early", "early", "late", "late", "legal"]


def test_the_next_case_goes_to_who_has_least() -> None:
    assert fair_officer({}) is None
    assert fair_officer({7: (2, 5), 3: (1, 900), 5: (1, 100)}) == 5
    assert fair_officer({7: (1, 100), 5: (1, 100)}) == 5


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=60), st.integers(1, 6))
def test_shares_of_cases_never_lie_more_than_one_apart(amounts: list[int], officers: int) -> None:
    loads = dict.fromkeys(range(officers), (0, 0))
    for fen in amounts:
        chosen = fair_officer(loads)
        assert chosen is not None
        loads[chosen] = (loads[chosen][0] + 1, loads[chosen][1] + fen)
    counts = [count for count, _fen in loads.values()]
    assert max(counts) - min(counts) <= 1


DUE = dt.date(2026, 4, 10)


@pytest.mark.parametrize(
    ("paid_fen", "closed_on", "outcome"),
    [
        (500_00, dt.date(2026, 4, 1), "kept"),
        (499_99, dt.date(2026, 4, 9), "open"),
        (499_99, DUE, "partly"),
        (0, dt.date(2026, 4, 9), "open"),
        (0, DUE, "broken"),
        (900_00, dt.date(2026, 5, 1), "kept"),
    ],
)
def test_a_promise_is_what_the_payments_say(paid_fen: int, closed_on: dt.date, outcome: str) -> None:
    assert promise_outcome(amount_fen=500_00, paid_fen=paid_fen, due_on=DUE, closed_on=closed_on) == outcome


def test_results_name_what_they_are_a_part_of() -> None:
    line = Results(
        cases=3, cured=2, contacts=5, connected=3, promises_ended=3, promises_kept=1, recovered_fen=7
    )
    assert (line.cured_ppm, line.kept_ppm, line.contacts_per_cure) == (666_667, 333_333, "2.5")
    empty = Results()
    assert (empty.cured_ppm, empty.kept_ppm, empty.contacts_per_cure) == (None, None, "")
    assert total([line, line]).contacts_per_cure == "2.5"
    assert total([line, empty]) == line
