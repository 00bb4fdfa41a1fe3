"""PAR and the sums of a book against a table worked by hand."""

from hypothesis import given
from hypothesis import strategies as st

from risk.domain.portfolio import Tally, book_by, book_figures
from tests.risk.domain.books import a_loan

# Outstanding by bucket in yuan: 7,000 not late, 1,000 / 800 / 600 / 400 / 200 late; 500 written off; one repaid.
BOOK = [
    a_loan(1, 4_000_00, grade="A"),
    a_loan(2, 3_000_00, is_watched=True, five_class="special_mention"),
    a_loan(3, 1_000_00, 1, overdue_fen=250_00),
    a_loan(4, 800_00, 2),
    a_loan(5, 600_00, 3),
    a_loan(6, 400_00, 4, grade="A"),
    a_loan(7, 200_00, 6),
    a_loan(
        8, 500_00, 6, status="written_off", five_class="loss", written_off_fen=900_00, recovered_fen=400_00
    ),
    a_loan(9, 0, status="settled"),
]


def test_the_figures_of_a_book_match_the_table() -> None:
    figures = book_figures(BOOK)
    assert figures.book == Tally(7, 10_000_00)
    assert [one.fen // 100 for one in figures.by_bucket] == [7_000, 1_000, 800, 600, 400, 0, 200]
    assert {name: one.fen // 100 for name, one in figures.by_class.items()} == {
        "normal": 4_000,
        "special_mention": 5_400,
        "substandard": 400,
        "doubtful": 0,
        "loss": 200,
    }
    # Over 30 days: 800 + 600 + 400 + 200 of 10,000.
    assert [figures.par_ppm(days) for days in (30, 60, 90)] == [200_000, 120_000, 60_000]
    assert figures.par(30) == Tally(4, 2_000_00)
    assert figures.overdue_fen == 2_250_00
    assert figures.watched == Tally(1, 3_000_00)
    assert (figures.written_off, figures.recovered_fen) == (Tally(1, 500_00), 400_00)


def test_an_empty_book_has_no_shares() -> None:
    assert book_figures([]).par_ppm(30) == 0


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 6), st.sampled_from("ABCD")), max_size=30))
def test_parts_of_the_book_sum_to_it(rows: list[tuple[int, int, str]]) -> None:
    book = [a_loan(n, fen, bucket, grade=grade) for n, (fen, bucket, grade) in enumerate(rows)]
    whole = book_figures(book)
    parts = book_by(book, lambda loan: loan.grade).values()
    assert sum(one.book.fen for one in parts) == whole.book.fen
    assert (
        sum(one.fen for one in whole.by_bucket)
        == sum(one.fen for one in whole.by_class.values())
        == whole.book.fen
    )
    assert [sum(one.par(days).fen for one in parts) for days in (30, 60, 90)] == [
        whole.par(days).fen for days in (30, 60, 90)
    ]
