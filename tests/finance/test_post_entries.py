"""Posting: exact, once a key, all or nothing."""

import datetime as dt

import pytest
from django.db import connection, transaction

from accounts import clock
from accounts.models import BusinessDate, User
from finance import chart
from finance.chart import wallet_available, wallet_held
from finance.errors import BadPosting, InsufficientFunds, KeyReused
from finance.ledger_writers import postgresql
from finance.models import Entry, LedgerAccount, Transfer
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from tests.finance.ledger_helpers import balance_fen, deposit, entry, pay, wallet

WAYS = ["small", "large"] if connection.vendor == "postgresql" else ["any"]


@pytest.fixture(autouse=True, params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL writes one small entry by another statement than many: both are held to the same tests."""
    if request.param == "large":
        monkeypatch.setattr(postgresql, "FEW", -1)


def test_posts_an_exact_deposit_and_payment(borrower: User, investor: User, finance_manager: User) -> None:
    deposit(investor, 100_050)
    paid = pay(wallet_available(investor), wallet_available(borrower), 100_049)
    [posted] = post_entries([paid._replace(posted_by_id=finance_manager.pk, value_on=dt.date(2026, 1, 31))])
    assert posted.is_new
    assert wallet(investor) == (1, 0)
    assert wallet(borrower) == (100_049, 0)
    assert balance_fen(chart.custody_bank()) == 100_050
    row = Entry.objects.get(pk=posted.id)
    assert (row.kind, row.reference, row.business_date, row.value_on) == (
        "test",
        "T1",
        clock.today(),
        dt.date(2026, 1, 31),
    )
    assert row.posted_by == finance_manager
    move = row.transfers.get()
    assert (move.debit.owner, move.credit.owner, move.amount_fen, move.purpose) == (
        investor,
        borrower,
        100_049,
        "payment",
    )


def test_value_date_is_the_business_date_unless_the_bank_says_otherwise(investor: User) -> None:
    deposit(investor, 1)
    assert Entry.objects.get().value_on == clock.today()


def test_same_key_and_same_input_is_the_same_entry_even_on_another_day(investor: User) -> None:
    deposit(investor, 500)
    move = pay(wallet_available(investor), wallet_held(investor), 200, key="once")
    [first] = post_entries([move])
    BusinessDate.objects.update(today_on=clock.today() + dt.timedelta(days=1))
    [second] = post_entries([move])
    assert (second.id, second.is_new) == (first.id, False)
    assert wallet(investor) == (300, 200)
    assert Transfer.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"},
        {"reference": "T2"},
        {"transfers": [TransferInput(chart.custody_bank(), chart.suspense(), 201, "payment")]},
        {"transfers": [TransferInput(chart.suspense(), chart.custody_bank(), 200, "payment")]},
        {"transfers": [TransferInput(chart.custody_bank(), chart.suspense(), 200, "other")]},
    ],
)
def test_same_key_and_other_input_is_refused_and_takes_its_batch_along(db: None, change: dict) -> None:
    first = pay(chart.custody_bank(), chart.suspense(), 200, key="once")
    other = pay(chart.custody_bank(), chart.suspense(), 7)
    post_entries([first])
    with pytest.raises(KeyReused):
        post_entries([other, first._replace(**change)])
    assert balance_fen(chart.suspense()) == 200
    assert Entry.objects.count() == Transfer.objects.count() == 1


def test_one_key_twice_in_one_batch_counts_once(db: None) -> None:
    move = pay(chart.custody_bank(), chart.suspense(), 200, key="once")
    first, second = post_entries([move, move])
    assert first.id == second.id
    assert balance_fen(chart.suspense()) == 200
    with pytest.raises(KeyReused):
        post_entries(
            [move._replace(idempotency_key="two"), move._replace(idempotency_key="two", kind="other")]
        )
    assert Entry.objects.count() == 1


def test_a_batch_of_old_and_new_posts_only_the_new(db: None) -> None:
    moves = [
        pay(chart.custody_bank(), chart.suspense(), amount, key=f"key {amount}") for amount in (1, 10, 100)
    ]
    [old] = post_entries(moves[1:2])
    posted = post_entries(moves)
    assert [one.is_new for one in posted] == [True, False, True]
    assert posted[1].id == old.id
    assert balance_fen(chart.suspense()) == 111
    assert [Entry.objects.get(pk=one.id).transfers.get().amount_fen for one in posted] == [1, 10, 100]


@pytest.mark.parametrize("source", ["available", "held"])
def test_an_overdrawn_wallet_is_refused_and_nothing_moved(
    investor: User, borrower: User, source: str
) -> None:
    deposit(investor, 1_000)
    post_entries([pay(wallet_available(investor), wallet_held(investor), 400)])
    spend = wallet_available(investor) if source == "available" else wallet_held(investor)
    has_fen = 600 if source == "available" else 400
    other = pay(chart.custody_bank(), wallet_available(borrower), 5)
    with transaction.atomic():
        with pytest.raises(InsufficientFunds) as refusal:
            post_entries([other, pay(spend, wallet_available(borrower), has_fen + 1)])
        assert refusal.value.code == "insufficient_funds"
        assert wallet(investor) == (600, 400)
        assert wallet(borrower) == (0, 0)
        assert Entry.objects.count() == 2
    post_entries([other, pay(spend, wallet_available(borrower), has_fen)])
    assert wallet(borrower) == (has_fen + 5, 0)


def test_a_batch_is_judged_by_its_sum(investor: User, borrower: User) -> None:
    post_entries(
        [
            pay(wallet_available(investor), wallet_available(borrower), 300),
            pay(chart.custody_bank(), wallet_available(investor), 300),
        ]
    )
    assert wallet(investor) == (0, 0)
    assert wallet(borrower) == (300, 0)


def test_the_company_spends_no_more_than_its_money_in_custody(investor: User) -> None:
    bank, own = chart.custody_bank(), chart.company_in_custody()
    post_entries([pay(bank, own, 100)])
    LedgerAccount.objects.filter(code="2190").update(slot=15)
    post_entries([pay(bank, own, 50)])
    with pytest.raises(InsufficientFunds):
        post_entries([pay(own, wallet_available(investor), 151)])
    assert balance_fen(own) == 150
    assert wallet(investor) == (0, 0)
    post_entries([pay(own, wallet_available(investor), 150)])
    assert balance_fen(own) == 0
    assert wallet(investor) == (150, 0)


@pytest.mark.parametrize(
    "move, code",
    [
        (TransferInput(chart.custody_bank(), chart.company_bank(), 1), "crosses_books"),
        (TransferInput(chart.loans_outstanding(), chart.custody_bank(), 1), "crosses_books"),
        (TransferInput(chart.custody_bank(), chart.suspense(), 0), "bad_posting"),
        (TransferInput(chart.custody_bank(), chart.suspense(), -1), "bad_posting"),
        (TransferInput(chart.custody_bank(), chart.suspense(), 1.5), "bad_posting"),
        (TransferInput(chart.custody_bank(), chart.suspense(), True), "bad_posting"),
        (TransferInput(chart.custody_bank(), chart.suspense(), 10**15 + 1), "bad_posting"),
        (TransferInput(chart.custody_bank(), chart.custody_bank(), 1), "bad_posting"),
        (TransferInput(chart.custody_bank(), chart.AccountRef("9999"), 1), "bad_posting"),
        (TransferInput(chart.custody_bank(), chart.AccountRef("2001"), 1), "bad_posting"),
        (TransferInput(chart.custody_bank(), chart.AccountRef("2401", 1), 1), "bad_posting"),
    ],
)
def test_refuses_what_no_book_allows(db: None, move: TransferInput, code: str) -> None:
    with pytest.raises(BadPosting) as refusal:
        post_entries([entry(move)])
    assert refusal.value.code == code
    assert not Entry.objects.exists()
    assert not LedgerAccount.objects.exists()


def test_refuses_an_entry_that_moves_nothing(db: None) -> None:
    with pytest.raises(BadPosting):
        post_entries([entry()])
    assert post_entries([]) == []
    assert not Entry.objects.exists()


def test_a_hundred_entries_cost_as_many_statements_as_one(
    investor: User, borrower: User, django_assert_num_queries
) -> None:
    deposit(investor, 10_000)
    deposit(borrower, 10_000)
    # Savepoint, the statements of the database at hand, release.
    count = 3 if connection.vendor == "postgresql" else 7
    for size in (1, 100):
        moves = [pay(wallet_available(investor), wallet_available(borrower), 1) for _ in range(size)]
        with django_assert_num_queries(count):
            post_entries(moves)
    many = EntryInput("test", "T", "many", [moves[0].transfers[0]] * 500)
    with django_assert_num_queries(count):
        post_entries([many])
    assert wallet(investor) == (10_000 - 601, 0)
    assert Transfer.objects.count() == 603


def test_texts_arrive_as_they_were_written(db: None) -> None:
    odd = 'a "quoted" \\ {curly}, NULL, %s, 分期 \N{COMBINING ACUTE ACCENT}'
    move = TransferInput(chart.custody_bank(), chart.suspense(), 1, odd[:40])
    [posted] = post_entries([EntryInput("NULL", odd, odd, [move])])
    row = Entry.objects.get(pk=posted.id)
    assert (row.kind, row.reference, row.idempotency_key) == ("NULL", odd, odd)
    assert row.transfers.get().purpose == odd[:40]


@pytest.mark.django_db(transaction=True)
def test_one_entry_commits_by_itself_outside_a_transaction(django_assert_max_num_queries) -> None:
    post_entries([pay(chart.custody_bank(), chart.suspense(), 5)])
    with django_assert_max_num_queries(1 if connection.vendor == "postgresql" else 7):
        post_entries([pay(chart.custody_bank(), chart.suspense(), 5)])
    assert balance_fen(chart.suspense()) == 10
    assert not connection.in_atomic_block
