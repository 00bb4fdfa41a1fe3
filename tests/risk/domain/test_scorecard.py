"""Every value falls into exactly one bin, the score is the sum of the points, and reasons name what cost most."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk.domain.scorecard import (
    Bin,
    BinKind,
    Card,
    Characteristic,
    Policy,
    Source,
    Verdict,
    Words,
    inputs_from,
    read_number,
    score,
)

WORDS = Words("x", "某")


def special(missing: int = 0, unseen: int = 0, missing_count: int = 0) -> tuple[Bin, Bin]:
    return (
        Bin("missing", BinKind.MISSING, missing, goods=missing_count),
        Bin("unseen", BinKind.UNSEEN, unseen),
    )


def numeric(
    code: str, edges: list[str], points: list[int], counts: list[int] | None = None
) -> Characteristic:
    starts = [None, *map(Decimal, edges)]
    ends = [*map(Decimal, edges), None]
    counts = counts or [10] * len(points)
    bins = [
        Bin(f"r{n}", BinKind.RANGE, one, start, end, goods=count)
        for n, (one, start, end, count) in enumerate(zip(points, starts, ends, counts, strict=True), start=1)
    ]
    return Characteristic(code, True, (*bins, *special()), WORDS, WORDS)


def category(code: str, points: dict[str, int]) -> Characteristic:
    bins = [
        Bin(f"v{n}", BinKind.VALUES, one, values=(value,), goods=10)
        for n, (value, one) in enumerate(points.items(), start=1)
    ]
    return Characteristic(code, False, (*bins, *special(-3, -7)), WORDS, WORDS)


TERM = numeric("term", ["12", "24.5"], [20, 5, -15])
WORK = category("work", {"steady": 8, "none": -12})
CARD = Card(500, (TERM, WORK))
POLICY = Policy(
    ((400, 900_000), (500, 500_000), (600, 100_000)),
    (("A", 560), ("B", 540), ("C", 520), ("D", 500)),
    540,
    500,
)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("11.999999999999999999999", "r1"),
        ("12", "r2"),
        ("12.0", "r2"),
        ("1.2e1", "r2"),
        ("24.4999", "r2"),
        ("24.5", "r3"),
        ("-1000000", "r1"),
        (None, "missing"),
        ("  ", "missing"),
        ("many", "unseen"),
        ("NaN", "unseen"),
        ("Infinity", "unseen"),
        ("１２", "unseen"),
        ("1_2", "unseen"),
    ],
)
def test_ranges_hold_their_lower_end_and_not_their_upper_one(value: str | None, code: str) -> None:
    assert TERM.bin_of(value).code == code


@settings(max_examples=60)
@given(st.one_of(st.none(), st.text(max_size=12), st.decimals().map(str), st.integers().map(str)))
def test_every_value_there_can_be_falls_into_exactly_one_bin(value: str | None) -> None:
    for one in (TERM, WORK):
        found = one.bin_of(value)
        assert sum(1 for row in one.bins if row is found) == 1
        number = read_number((value or "").strip())
        if one.is_number and number is not None:
            assert [row for row in one.bins if row.kind == BinKind.RANGE and row.holds(number)] == [found]


@given(
    st.dictionaries(
        st.sampled_from(["term", "work", "other"]),
        st.one_of(st.none(), st.text(max_size=6), st.integers().map(str)),
    )
)
def test_the_score_is_the_base_and_the_points_of_every_line(inputs: dict[str, str | None]) -> None:
    scored = score(CARD, inputs)
    assert scored.points == 500 + sum(line.points for line in scored.lines)
    assert [line.code for line in scored.lines] == ["term", "work"]
    assert CARD.least_points <= scored.points <= CARD.most_points
    assert score(CARD, inputs) == scored


def test_points_and_reasons_by_hand() -> None:
    # Neutral is the mean of the training: term (20 + 5 - 15) / 3 = 3.33 -> 3, work (8 - 12) / 2 = -2.
    scored = score(CARD, {"term": "30", "work": "none"})
    assert scored.points == 500 - 15 - 12
    assert [(line.bin, line.points, line.lost) for line in scored.lines] == [("r3", -15, 18), ("v2", -12, 10)]
    assert scored.reasons == ("term", "work")
    best = score(Card(500, (TERM, WORK), "best"), {"term": "13", "work": "steady"})
    assert (best.points, best.reasons) == (513, ("term",))
    assert best.lines[0].lost == 15


def test_what_nobody_knew_in_the_training_is_no_reason() -> None:
    scored = score(CARD, {})
    assert (scored.points, scored.reasons) == (500 + 0 - 3, ())
    known = Characteristic("term", True, (*TERM.bins[:3], *special(-9, 0, missing_count=4)), WORDS, WORDS)
    assert score(Card(500, (known,)), {}).reasons == ("term",)


def test_at_most_four_reasons_the_costliest_first() -> None:
    card = Card(0, tuple(numeric(f"c{n}", ["1"], [0, -n - 1], [1, 0]) for n in range(6)))
    assert score(card, {f"c{n}": "1" for n in range(6)}).reasons == ("c5", "c4", "c3", "c2")


@pytest.mark.parametrize(
    ("points", "pd_ppm", "grade", "verdict"),
    [
        (300, 900_000, "E", Verdict.REFUSE),
        (400, 900_000, "E", Verdict.REFUSE),
        (450, 700_000, "E", Verdict.REFUSE),
        (499, 504_000, "E", Verdict.REFUSE),
        (500, 500_000, "D", Verdict.LOOK),
        (539, 344_000, "C", Verdict.LOOK),
        (540, 340_000, "B", Verdict.ACCEPT),
        (600, 100_000, "A", Verdict.ACCEPT),
        (9_999, 100_000, "A", Verdict.ACCEPT),
    ],
)
def test_pd_grade_and_verdict_by_hand(points: int, pd_ppm: int, grade: str, verdict: Verdict) -> None:
    assert (POLICY.pd_ppm(points), POLICY.grade(points), POLICY.verdict(points)) == (pd_ppm, grade, verdict)


@given(st.integers(300, 700), st.integers(300, 700))
def test_more_points_never_mean_a_higher_pd(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert POLICY.pd_ppm(low) >= POLICY.pd_ppm(high)


def test_facts_become_values_the_card_knows() -> None:
    bands = Source("months", bands=((Decimal(0), "new"), (Decimal(12), "a year")))
    assert [bands.read(value) for value in ("0", "11", "12", "-1", "x", None)] == [
        "new",
        "new",
        "a year",
        None,
        None,
        None,
    ]
    values = Source("purpose", values={"travel": "holiday"})
    assert [values.read(value) for value in ("travel", "rent", None)] == ["holiday", None, None]
    assert Source("amount", divide_by=4).read("10") == "2.5"
    assert Source("amount").read("10") == "10"
    mapped = Characteristic("term", True, TERM.bins, WORDS, WORDS, source=Source("periods"))
    assert inputs_from(Card(0, (mapped, WORK)), {"periods": "24", "work": "steady"}) == {
        "term": "24",
        "work": None,
    }
