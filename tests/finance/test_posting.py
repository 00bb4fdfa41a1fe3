"""What a fee moves, and the chart behind every posting."""

import pytest

from accounts.models import User
from finance import chart
from finance.chart import BOOK_NAMES, CHART, AccountRef, wallet_available, wallet_held
from finance.posting import EntryInput, TransferInput, fee_transfers, input_hash, vat_rate_ppm
from finance.queries.balances import code_balances
from finance.services.post_entries import post_entries
from tests.finance.ledger_helpers import deposit, entry, wallet


@pytest.mark.parametrize(
    "fee_fen, income_fen, vat_fen",
    [(106, 100, 6), (10_000, 9_434, 566), (1, 1, 0), (8, 8, 0), (9, 8, 1), (53, 50, 3)],
)
def test_a_fee_is_income_and_vat_to_the_fen(db: None, fee_fen: int, income_fen: int, vat_fen: int) -> None:
    assert vat_rate_ppm() == 60_000
    payer = AccountRef("2001", 1)
    moves = fee_transfers(payer, fee_fen, "4001", "service_fee")
    shown = {(move.debit.code, move.credit.code): move.amount_fen for move in moves}
    wanted = {("2001", "2190"): fee_fen, ("1003", "4001"): income_fen, ("1003", "2221"): vat_fen}
    assert shown == {pair: fen for pair, fen in wanted.items() if fen}
    assert income_fen + vat_fen == fee_fen
    assert {move.purpose for move in moves} == {"service_fee"}


def test_a_fee_posts_in_two_books_and_both_agree(investor: User) -> None:
    deposit(investor, 1_000)
    post_entries([entry(*fee_transfers(wallet_available(investor), 106, "4002", "management_fee"))])
    balances = {code: balance.balance_fen for code, balance in code_balances().items() if balance.balance_fen}
    assert balances == {"1001": 1_000, "2001": 894, "2190": 106, "1003": 106, "4002": 100, "2221": 6}
    assert wallet(investor) == (894, 0)


def test_a_fee_of_nothing_moves_nothing(db: None) -> None:
    assert fee_transfers(AccountRef("2001", 1), 0, "4001", "service_fee") == []


@pytest.mark.parametrize("code", ["5001", "2190", "9999"])
def test_a_fee_goes_to_an_income_account(db: None, code: str) -> None:
    with pytest.raises(ValueError, match="no income account"):
        fee_transfers(AccountRef("2001", 1), 100, code, "service_fee")
    with pytest.raises(ValueError, match="no cost account"):
        chart.cost("4001")


def test_every_maker_of_references_names_an_account_of_the_chart() -> None:
    makers = (
        chart.custody_bank,
        chart.payouts_in_transit,
        chart.suspense,
        chart.tax_withheld,
        chart.company_in_custody,
        chart.company_bank,
        chart.due_from_custody,
        chart.advances_to_recover,
        chart.output_vat,
        chart.equity,
        chart.loans_outstanding,
        chart.investors_claims,
        chart.written_off_loans,
        chart.written_off_claims,
    )
    codes = [maker().code for maker in makers] + [chart.income("4001").code, chart.cost("5001").code]
    assert len(set(codes)) == len(codes)
    assert all(not CHART[code].is_wallet for code in codes)
    assert CHART[wallet_available(7).code].is_wallet
    assert CHART[wallet_held(7).code].is_wallet
    assert {account.book for account in CHART.values()} == set(BOOK_NAMES)


def test_the_hash_knows_what_moves_and_leaves_dates_and_people_out() -> None:
    move = TransferInput(chart.custody_bank(), wallet_available(1), 5, "a")
    first = EntryInput("kind", "ref", "key", [move])
    assert input_hash(first) == input_hash(first._replace(posted_by_id=9, idempotency_key="other"))
    others = [
        first._replace(kind="kind2"),
        first._replace(reference="ref2"),
        first._replace(reverses_id=3),
        first._replace(transfers=[move, move]),
        first._replace(transfers=[move._replace(amount_fen=6)]),
        first._replace(transfers=[move._replace(credit=wallet_held(1))]),
        first._replace(transfers=[move._replace(credit=wallet_available(2))]),
        first._replace(transfers=[move._replace(purpose="b")]),
    ]
    assert len({input_hash(one) for one in [first, *others]}) == 9
