"""The five classes by days past due, by the watch over a restructure, and by hand (RULES class.five)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.buckets import BUCKETS, bucket_of
from risk.domain.classification import CLASSES, Downgrade, Watch, class_by_days, classify
from tests.risk.domain.books import DAY, RULE

DAYS = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "five_class", "bucket"),
    [
        (0, "normal", "0"),
        (1, "special_mention", "1-30"),
        (30, "special_mention", "1-30"),
        (31, "special_mention", "31-60"),
        (90, "special_mention", "61-90"),
        (91, "substandard", "91-180"),
        (270, "substandard", "181-360"),
        (271, "doubtful", "181-360"),
        (360, "doubtful", "181-360"),
        (361, "loss", "361+"),
        (4000, "loss", "361+"),
    ],
)
def test_the_class_and_bucket_by_days_past_due(days: int, five_class: str, bucket: str) -> None:
    assert class_by_days(days, RULE) == five_class
    assert BUCKETS[bucket_of(days)].code == bucket


def watch(days_before: int, on: dt.date = dt.date(2026, 3, 1), until: dt.date = dt.date(2027, 3, 1)) -> Watch:
    return Watch(on, until, days_before)


@pytest.mark.parametrize(
    ("watches", "on", "five_class"),
    [
        # Sound before: special mention to the last day of the watch, then by its days alone.
        ([watch(40)], dt.date(2026, 2, 28), "normal"),
        ([watch(40)], dt.date(2026, 3, 1), "special_mention"),
        ([watch(40)], dt.date(2027, 3, 1), "special_mention"),
        ([watch(40)], dt.date(2027, 3, 2), "normal"),
        # Bad before: it stays as bad while it is watched.
        ([watch(91)], dt.date(2026, 6, 1), "substandard"),
        ([watch(300)], dt.date(2026, 6, 1), "doubtful"),
        # Restructured again while watched: sub-standard at least.
        ([watch(0), watch(20, dt.date(2026, 9, 1), dt.date(2027, 9, 1))], dt.date(2026, 9, 1), "substandard"),
        # Restructured again after the watch ended: as the first time.
        (
            [watch(0), watch(20, dt.date(2027, 4, 1), dt.date(2028, 4, 1))],
            dt.date(2027, 4, 1),
            "special_mention",
        ),
    ],
)
def test_a_restructured_loan_is_watched(watches: list[Watch], on: dt.date, five_class: str) -> None:
    assert classify(days=0, on=on, rule=RULE, watches=watches) == five_class


def test_by_hand_a_loan_is_only_classed_worse_and_for_its_days() -> None:
    downgrade = Downgrade("doubtful", DAY, DAY + 10 * DAYS)

    def by_hand(days: int, on: dt.date) -> str:
        return classify(days=days, on=on, rule=RULE, downgrades=[downgrade])

    assert [
        by_hand(0, DAY - DAYS),
        by_hand(0, DAY),
        by_hand(0, DAY + 10 * DAYS),
        by_hand(0, DAY + 11 * DAYS),
    ] == [
        "normal",
        "doubtful",
        "doubtful",
        "normal",
    ]
    assert by_hand(400, DAY) == "loss"
    assert classify(days=0, on=DAY, rule=RULE, is_written_off=True) == "loss"


@given(
    st.integers(0, 500),
    st.lists(st.sampled_from(CLASSES[1:]), max_size=3),
    st.integers(0, 500),
    st.booleans(),
)
def test_nothing_classes_better_than_the_days(
    days: int, by_hand: list[str], days_before: int, is_watched: bool
) -> None:
    found = classify(
        days=days,
        on=DAY,
        rule=RULE,
        watches=[Watch(DAY, DAY, days_before)] if is_watched else [],
        downgrades=[Downgrade(one, DAY, DAY) for one in by_hand],
    )
    at_best = [class_by_days(days, RULE), *by_hand, *(["special_mention"] if is_watched else [])]
    assert CLASSES.index(found) >= max(CLASSES.index(one) for one in at_best)
