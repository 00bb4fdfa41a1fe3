"""The scorecard's figures and bands, at their edges."""

import datetime as dt

import pytest

from lending.domain.dealer_score import (
    Band,
    DealerScore,
    DeliveredOrder,
    Facts,
    Figure,
    FirstRow,
    Lacking,
    ScoreRule,
    Threshold,
    score_dealer,
    was_first_late,
)

SHARE = Threshold(30_000, 80_000)
RULE = ScoreRule(
    180,
    15,
    2,
    1_000_000,
    {
        "first_payment": SHARE,
        "returns": SHARE,
        "complaints": SHARE,
        "lag": Threshold(7, 12),
        "concentration": SHARE,
    },
)
DUE = dt.date(2026, 2, 15)
LAST = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)


def order(lag_days: int = 0, *, came_back: bool = False, was_late: bool | None = False) -> DeliveredOrder:
    return DeliveredOrder(lag_days, came_back, was_late)


def figure(code: str, facts: Facts, rule: ScoreRule = RULE) -> Figure:
    return {one.code: one for one in score_dealer(facts, rule).figures}[code]


@pytest.mark.parametrize(
    "part, band",
    [
        (0, "ok"),
        (30_000, "ok"),
        (30_001, "watch"),
        (80_000, "watch"),
        (80_001, "poor"),
        (1_000_000, "poor"),
    ],
)
def test_a_band_reaches_to_its_threshold_and_not_one_ppm_further(part: int, band: str) -> None:
    found = figure("concentration", Facts([order(), order()], part, 1_000_000, None))
    assert (found.value, found.band) == (part, band)


def test_a_band_is_compared_without_rounding() -> None:
    # 30,000.3 ppm are shown as 30,000 and are above it all the same.
    found = figure("concentration", Facts([order(), order()], 300_003, 10_000_000, None))
    assert (found.value, found.band) == (30_000, Band.WATCH)


@pytest.mark.parametrize(
    "late, whole, band", [(3, 100, "ok"), (4, 100, "watch"), (8, 100, "watch"), (9, 100, "poor")]
)
@pytest.mark.parametrize("code", ["first_payment", "returns", "complaints"])
def test_shares_of_orders(code: str, late: int, whole: int, band: str) -> None:
    orders = [order(came_back=n < late, was_late=n < late) for n in range(whole)]
    found = figure(code, Facts(orders, 0, 0, late))
    assert (found.part, found.whole, found.value, found.band) == (late, whole, late * 10_000, band)


@pytest.mark.parametrize(
    "days, median, band",
    [
        ([7, 7], 7, "ok"),
        ([1, 7, 30], 7, "ok"),
        ([7, 8], 8, "watch"),
        ([12, 12, 12], 12, "watch"),
        ([30, 12, 13], 13, "poor"),
    ],
)
def test_the_lag_is_the_median(days: list[int], median: int, band: str) -> None:
    found = figure("lag", Facts([order(one) for one in days], 0, 0, None))
    assert (found.value, found.band) == (median, band)


def test_too_few_orders_have_no_band() -> None:
    score = score_dealer(Facts([order(99, came_back=True, was_late=True)], 1_000_000, 1_000_000, 9), RULE)
    assert [(one.band, one.lacking) for one in score.figures] == [(None, Lacking.ORDERS)] * 5
    assert (score.band, score.poor) == (None, [])


def test_each_figure_needs_its_own_orders() -> None:
    found = figure("first_payment", Facts([order(was_late=True), order(was_late=None)], 0, 0, None))
    assert (found.part, found.whole, found.band, found.lacking) == (1, 1, None, Lacking.ORDERS)


@pytest.mark.parametrize("book_fen, band", [(999_999, None), (1_000_000, "poor")])
def test_a_small_book_judges_nobody(book_fen: int, band: str | None) -> None:
    found = figure("concentration", Facts([order(), order()], 500_000, book_fen, None))
    assert (found.band, found.lacking) == (band, Lacking.NOTHING if band else Lacking.BOOK)


def test_complaints_nobody_records_are_not_scored() -> None:
    found = figure("complaints", Facts([order(), order()], 0, 0, None))
    assert (found.value, found.band, found.lacking) == (None, None, Lacking.SOURCE)


@pytest.mark.parametrize(
    "bands, worst",
    [
        (["ok", None], "ok"),
        (["watch", "ok"], "watch"),
        (["ok", "poor", "watch"], "poor"),
        ([None], None),
        ([], None),
    ],
)
def test_the_worst_band_is_that_of_the_whole(bands: list[str | None], worst: str | None) -> None:
    figures = [Figure(str(n), 0, 1, 0, Band(one) if one else None) for n, one in enumerate(bands)]
    assert DealerScore(1, tuple(figures)).band == worst


def test_a_figure_left_out_does_not_count() -> None:
    score = DealerScore(1, (Figure("a", 0, 1, 0, Band.OK), Figure("b", 1, 1, 1, Band.POOR)))
    assert score.without("b").band == Band.OK


@pytest.mark.parametrize(
    "settled_on, as_of, expected",
    [
        (None, LAST, None),
        (None, LAST + DAY, True),
        (LAST, LAST + DAY, False),
        (LAST + DAY, LAST + 9 * DAY, True),
        (DUE - 9 * DAY, DUE, None),
        (DUE - 9 * DAY, LAST + DAY, False),
    ],
)
def test_a_first_instalment_is_late_after_the_days_of_the_rule(
    settled_on: dt.date | None, as_of: dt.date, expected: bool | None
) -> None:
    rows = [FirstRow(1, 2, DUE + 28 * DAY, None, None), FirstRow(1, 1, DUE, settled_on, None)]
    assert was_first_late(rows, late_days=15, as_of=as_of) is expected


@pytest.mark.parametrize("taken_on, expected", [(LAST, None), (LAST + DAY, True)])
def test_goods_taken_back_by_then_leave_nothing_to_pay(taken_on: dt.date, expected: bool | None) -> None:
    rows = [FirstRow(1, 1, DUE, None, None)]
    assert was_first_late(rows, late_days=15, as_of=LAST + DAY, taken_back_on=taken_on) is expected


def test_a_new_schedule_moves_the_first_due_day_but_hides_no_late_one() -> None:
    moved = [FirstRow(1, 1, DUE, None, DUE), FirstRow(2, 1, DUE + 10 * DAY, None, None)]
    assert was_first_late(moved, late_days=15, as_of=LAST + 5 * DAY) is None
    assert was_first_late(moved, late_days=15, as_of=LAST + 11 * DAY) is True
    hidden = [FirstRow(1, 1, DUE, None, LAST + DAY), FirstRow(2, 1, DUE + 90 * DAY, None, None)]
    assert was_first_late(hidden, late_days=15, as_of=LAST + 2 * DAY) is True


def test_a_loan_without_a_schedule_has_paid_nothing_late() -> None:
    assert was_first_late([], late_days=15, as_of=LAST) is None
