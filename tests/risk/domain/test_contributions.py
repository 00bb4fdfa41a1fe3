"""Where a change of PAR came from: parts that sum to it, worked by hand and for any book."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from risk.domain.appetite import Appetite, appetite_state
from risk.domain.concentration import largest, top_share_ppm
from risk.domain.contributions import late_bridge, late_contributions, late_effects
from risk.domain.migration import BUCKET_COUNT, by_bucket, migration_matrix
from risk.domain.portfolio import LoanDay, book_by, book_figures
from risk.domain.risk_matrix import risk_level

DAY = dt.date(2026, 1, 15)


def loan(pk: int, grade: str, fen: int, bucket: int, status: str = "active") -> LoanDay:
    since = DAY if bucket else None
    return LoanDay(
        pk,
        status,
        fen,
        fen if bucket else 0,
        since,
        bucket,
        "normal",
        False,
        0,
        0,
        fen,
        DAY,
        grade,
        "cash",
        None,
        "",
        12,
    )


def by_grade(one: LoanDay) -> str:
    return one.grade


# Of 1,000,000 then 50,000 are over 30 days late (5 %), of 800,000 now 64,000 (8 %).
BEFORE = [
    loan(1, "A", 600_000, 0),
    loan(2, "B", 300_000, 1),
    loan(3, "B", 30_000, 2),
    loan(4, "C", 50_000, 0),
    loan(5, "C", 20_000, 3),
]
NOW = [
    loan(1, "A", 480_000, 0),
    loan(2, "B", 256_000, 1),
    loan(3, "B", 24_000, 3),
    loan(4, "C", 40_000, 2),
    loan(5, "C", 20_000, 3, "written_off"),
]


def test_a_hand_worked_change_by_grade() -> None:
    before, now = book_by(BEFORE, by_grade), book_by(NOW, by_grade)
    assert (book_figures(BEFORE).par_ppm(30), book_figures(NOW).par_ppm(30)) == (50_000, 80_000)
    # C: 40,000 / 800,000 less 20,000 / 1,000,000; B: 24,000 / 800,000 less 30,000 / 1,000,000.
    assert [
        (one.key, one.before_fen, one.now_fen, one.change_ppm) for one in late_contributions(before, now, 30)
    ] == [
        ("C", 20_000, 40_000, 30_000),
        ("B", 30_000, 24_000, 0),
        ("A", 0, 0, 0),
    ]


def test_late_principal_and_the_size_of_the_book_make_the_change_together() -> None:
    effects = late_effects(book_figures(BEFORE), book_figures(NOW), 30)
    # (64,000 - 50,000) / 800,000, and 50,000 / 800,000 less 50,000 / 1,000,000.
    assert effects == (17_500, 12_500)


def test_the_way_of_late_principal_closes_to_the_fen() -> None:
    bridge = late_bridge(*migration_matrix(BEFORE, NOW, by_bucket, BUCKET_COUNT), 2)
    assert bridge == (50_000, 40_000, 0, 0, 6_000, 20_000)
    assert bridge.closing_fen == 64_000 == book_figures(NOW).par(30).fen


ROWS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.integers(1, 10**9), st.integers(0, 6), st.integers(0, 6)),
    max_size=12,
)


@given(ROWS, ROWS)
def test_parts_sum_to_the_change_whatever_the_book(
    both: list[tuple[str, int, int, int]], fresh: list[tuple[str, int, int, int]]
) -> None:
    before = [loan(pk, grade, fen, then) for pk, (grade, fen, then, _now) in enumerate(both)]
    now = [loan(pk, grade, fen // 2 + 1, at) for pk, (grade, fen, _then, at) in enumerate(both)]
    now += [loan(100 + pk, grade, fen, at) for pk, (grade, fen, _then, at) in enumerate(fresh)]
    change = book_figures(now).par_ppm(30) - book_figures(before).par_ppm(30)
    parts = late_contributions(book_by(before, by_grade), book_by(now, by_grade), 30)
    assert sum(one.change_ppm for one in parts) == (change if parts else 0)
    assert sum(late_effects(book_figures(before), book_figures(now), 30)) == change
    bridge = late_bridge(*migration_matrix(before, now, by_bucket, BUCKET_COUNT), 2)
    assert bridge.closing_fen == book_figures(now).par(30).fen


def test_levels_appetite_and_the_largest_few() -> None:
    steps = [5, 10, 16]
    assert [risk_level(*one, steps) for one in ((1, 4), (1, 5), (2, 5), (3, 5), (4, 4), (5, 5))] == [
        "low",
        "moderate",
        "high",
        "high",
        "severe",
        "severe",
    ]
    most = Appetite(30_000, 50_000)
    assert [appetite_state(one, most) for one in (30_000, 30_001, 50_000, 50_001)] == [
        "within",
        "watch",
        "watch",
        "beyond",
    ]
    least = Appetite(1_500_000, 1_200_000, is_floor=True)
    assert [appetite_state(one, least) for one in (1_500_000, 1_499_999, 1_199_999)] == [
        "within",
        "watch",
        "beyond",
    ]
    sums = {"a": 100, "b": 300, "c": 600}
    assert [one.key for one in largest(sums, 2)] == ["c", "b"]
    assert top_share_ppm(sums, 2) == 900_000
