"""Expected loss and the scenarios of stress against tables worked by hand."""

from hypothesis import given
from hypothesis import strategies as st

from risk.domain.expected_loss import default_ppm, expected_loss, exposures_of
from risk.domain.migration import RollRate
from risk.domain.stress import Scenario, largest_dealer, run_scenario
from tests.risk.domain.books import LOSSES, a_loan

BOOK = [
    a_loan(1, 100_000_00, grade="A"),  # 1 % × 60 % = 600
    a_loan(2, 50_000_00, dealer_id=7),  # 2 % × 60 % = 600
    a_loan(3, 10_000_00, 1),  # 15 % × 60 % = 900
    a_loan(4, 5_000_00, 4, grade="A"),  # certain × 60 % = 3,000
    a_loan(5, 9_000_00, 6, status="written_off"),
]
RATES = [
    RollRate(0, 0, 100_000, 0, 0, 0),
    RollRate(1, 0, 500_000, 0, 0, 0),
    *(RollRate(at, 0, 0, 0, 0, 0) for at in range(2, 7)),
]


def losses(**changes: int) -> list[tuple[str, int, int]]:
    return [
        (one.grade, one.exposure_fen // 100, one.loss_fen // 100)
        for one in expected_loss(exposures_of(BOOK), LOSSES, **changes)
    ]


def test_expected_loss_by_grade_matches_the_table() -> None:
    assert losses() == [("A", 105_000, 3_600), ("B", 60_000, 1_500)]
    # Twice as many default, but nobody more than surely.
    assert losses(multiplier_ppm=2_000_000) == [("A", 105_000, 4_200), ("B", 60_000, 3_000)]
    assert default_ppm("E", 0, LOSSES) == 40_000
    assert default_ppm("C", 2, LOSSES, multiplier_ppm=3_000_000) == 1_000_000


def run(**values: int) -> tuple[int, int, int, int]:
    found = run_scenario(BOOK, Scenario("one", **values), LOSSES, RATES)
    return tuple(
        fen // 100 for fen in (found.book_fen, found.over_30_fen, found.expected_loss_fen, found.affected_fen)
    )  # type: ignore[return-value]


def test_the_scenarios_match_the_table() -> None:
    assert run() == (165_000, 5_000, 5_100, 0)
    assert run(default_multiplier_ppm=2_000_000) == (165_000, 5_000, 7_200, 0)
    # A tenth of 150,000 gets late, half of 10,000 rolls past 30 days: 15,000 + 5,000 move.
    # A 90,000 × 1 % + 10,000 × 15 % + 5,000; B 45,000 × 2 % + 10,000 × 15 % + 5,000 × 45 %; all × 60 %.
    assert run(roll_multiplier_ppm=1_000_000) == (165_000, 10_000, 7_230, 20_000)
    # Three tenths of 150,000 repaid: less book, less loss, the same arrears.
    assert run(early_repaid_ppm=300_000) == (120_000, 5_000, 4_740, 45_000)
    # Half of the dealer's 50,000 stands over 30 days: 25,000 × (45 % − 2 %) × 60 % more.
    assert largest_dealer(BOOK) == 7
    assert run(dealer_failure_ppm=500_000) == (165_000, 30_000, 11_550, 25_000)


@given(
    st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 6), st.sampled_from([None, 1, 2])), max_size=15),
    st.integers(0, 3_000_000),
    st.integers(0, 1_000_000),
)
def test_only_early_repayment_takes_from_the_book(
    rows: list[tuple[int, int, int | None]], roll: int, share: int
) -> None:
    book = [a_loan(n, fen, bucket, dealer_id=dealer) for n, (fen, bucket, dealer) in enumerate(rows)]
    whole = sum(loan.outstanding_fen for loan in book)
    rolled = run_scenario(
        book, Scenario("a", roll_multiplier_ppm=roll, dealer_failure_ppm=share), LOSSES, RATES
    )
    assert rolled.book_fen == whole
    early = run_scenario(book, Scenario("b", early_repaid_ppm=share), LOSSES, RATES)
    assert early.book_fen + early.affected_fen == whole
