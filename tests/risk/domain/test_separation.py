"""AUC, KS, Gini, PSI and approval rates against published figures and tables worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.separation import (
    Shift,
    ShiftRule,
    approval_rates,
    auc_error_ppm,
    chance_limit_ppm,
    chi_square_quantile,
    separation,
    stability,
    stability_index_ppm,
)

RULE = ShiftRule(watch_ppm=100_000, act_ppm=250_000, error_ppm=50_000, least=50)


def test_the_published_curve_of_hanley_and_mcneil() -> None:
    """109 CT images rated 1 (normal) to 5 (abnormal): area 0.893, standard error 0.032 (Radiology 143, 1982)."""
    normal = {5: 33, 4: 6, 3: 6, 2: 11, 1: 2}
    abnormal = {5: 3, 4: 2, 3: 2, 2: 11, 1: 33}
    found = separation(normal, abnormal)
    assert found is not None
    # (2642 of 2958 pairs): W / (nA x nN), the paper's own sum.
    assert found.auc_ppm == 893_171
    assert (found.goods, found.bads, found.gini_ppm) == (58, 51, 786_342)
    error = auc_error_ppm(found.auc_ppm, found.goods, found.bads)
    assert error is not None
    assert round(error / 1000) == 32


def test_separation_by_hand() -> None:
    # Goods at 3, 3, 1; bads at 2, 1. Pairs: (3,2)(3,1)(3,2)(3,1) won, (1,2) lost, (1,1) tied: 4.5 of 6.
    found = separation({3: 2, 1: 1}, {2: 1, 1: 1})
    assert found is not None
    assert (found.auc_ppm, found.gini_ppm) == (750_000, 500_000)
    # Up to 2 points: all bads, a third of the goods.
    assert found.ks_ppm == 666_667
    assert separation({3: 2}, {}) is None


@given(
    st.dictionaries(st.integers(0, 9), st.integers(1, 5), min_size=1),
    st.dictionaries(st.integers(0, 9), st.integers(1, 5), min_size=1),
)
def test_turned_round_the_area_is_what_is_left(goods: dict[int, int], bads: dict[int, int]) -> None:
    one, other = separation(goods, bads), separation(bads, goods)
    assert one is not None
    assert other is not None
    assert abs(one.auc_ppm + other.auc_ppm - 1_000_000) <= 1
    assert one.ks_ppm == other.ks_ppm


def test_the_index_by_hand() -> None:
    # 50/50 becomes 25/75: (-0.25) ln(0.5) + 0.25 ln(1.5) = 0.173287 + 0.101366 = 0.274653.
    assert stability_index_ppm([50, 50], [25, 75]) == 274_653
    assert stability_index_ppm([50, 50], [50, 50]) == 0
    assert stability_index_ppm([500, 500], [25, 75]) == 274_653
    # An empty band counts half a case: 1/21 and 20/21 beside halves: 0.452381 × (2.351375 + 0.644357).
    assert stability_index_ppm([10, 10], [0, 10]) == 1_355_212
    assert stability_index_ppm([10, 0], [10, 0]) == 0


@pytest.mark.parametrize(
    ("degrees", "printed"),
    [(2, "5.991"), (4, "9.488"), (9, "16.919"), (19, "30.144"), (29, "42.557")],
)
def test_the_quantiles_of_the_printed_tables(degrees: int, printed: str) -> None:
    found = chi_square_quantile(degrees, 50_000)
    assert abs(found - Decimal(printed)) / Decimal(printed) < Decimal("0.02")


def test_the_same_shift_is_chance_among_few_and_real_among_many() -> None:
    few = stability([500, 500], [19, 31], RULE)
    assert (few.index_ppm, few.shift) == (58746, Shift.CHANCE)
    assert few.chance_ppm == chance_limit_ppm(2, 1_000, 50, 50_000)
    many = stability([50_000, 50_000], [19_000, 31_000], RULE)
    assert (many.index_ppm, many.shift) == (58746, Shift.SMALL)
    assert stability([500, 500], [25, 75], RULE).shift == Shift.ACT
    assert stability([500, 500], [16, 24], RULE).shift == Shift.TOO_FEW
    assert stability([5_000, 5_000], [3_200, 6_800], RULE).shift == Shift.WATCH


def test_approval_rates_by_hand() -> None:
    rows = approval_rates({"a": (50, 40), "b": (40, 25), "c": (5, 5)}, least=30, adverse_ppm=800_000)
    assert [(row.group, row.rate_ppm, row.ratio_ppm, row.is_adverse) for row in rows] == [
        ("a", 800_000, 1_000_000, False),
        # 25 of 40 is 62.5 %, 78.1 % of the best group's.
        ("b", 625_000, 781_250, True),
        # Five of five would be the best rate of all; five people say nothing.
        ("c", None, None, False),
    ]
