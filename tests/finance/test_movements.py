"""One row for a payment, whatever it is made of, and balances that count on from row to row."""

import pytest
from django.test import Client, RequestFactory

from accounts.models import User
from finance import chart
from finance.posting import EntryInput, TransferInput
from finance.queries import movements
from finance.queries.movements import Movement, latest_movements, movement_page
from finance.queries.wallets import wallet_balance
from finance.services.post_entries import post_entries

pytestmark = pytest.mark.django_db


def pay(user: User, key: str, parts: list[tuple[str, int]]) -> None:
    """Post one entry that brings so much for each purpose."""
    transfers = [
        TransferInput(chart.custody_bank(), chart.wallet_available(user), amount_fen, purpose)
        for purpose, amount_fen in parts
    ]
    post_entries(
        [EntryInput(kind="deposit.confirmed", reference=key, idempotency_key=key, transfers=transfers)]
    )


@pytest.fixture
def owner(investor: User, stranger: User) -> User:
    """Thirty payments of three transfers each, and a stranger's payments between them."""
    for number in range(30):
        pay(investor, f"P{number}", [("principal", 100), ("interest", 20 + number), ("principal", 3)])
        pay(stranger, f"S{number}", [("principal", 7)])
    return investor


def page(user: User, query: str = ""):
    return movement_page(user, RequestFactory().get(f"/wallet/statement/{query}"))


def seen(rows: list[Movement]) -> list[tuple[str, int, int]]:
    return [(row.reference, row.available_change_fen, row.available_after_fen) for row in rows]


def expected(numbers: range) -> list[tuple[str, int, int]]:
    return [(f"P{n}", 123 + n, sum(123 + earlier for earlier in range(n + 1))) for n in numbers]


def test_pages_hold_whole_payments_forth_and_back(owner: User) -> None:
    first = page(owner)
    assert seen(first.rows) == expected(range(29, 4, -1))
    assert (first.count, first.is_capped, first.previous_url) == (30, False, "")
    second = page(owner, first.next_url)
    assert seen(second.rows) == expected(range(4, -1, -1))
    assert second.next_url == ""
    back = page(owner, second.previous_url)
    assert seen(back.rows) == seen(first.rows)
    assert first.rows[0].available_after_fen == wallet_balance(owner).available_fen


def test_a_payment_opens_into_its_parts_added_up_by_purpose(owner: User) -> None:
    [row] = latest_movements(owner, 1)
    assert row.is_opened
    assert [part.available_change_fen for part in row.parts] == [103, 49]
    pay(owner, "plain", [("principal", 5)])
    [plain] = latest_movements(owner, 1)
    assert not plain.is_opened


@pytest.mark.parametrize("looked_at", [3, 4, 7, 76, 78])
def test_entries_of_very_many_transfers_give_the_same_pages(
    owner: User, looked_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = ("", page(owner).next_url, page(owner, page(owner).next_url).previous_url)
    whole = [page(owner, query) for query in queries]
    monkeypatch.setattr(movements, "LOOKED_AT", looked_at)
    assert [page(owner, query) for query in queries] == whole


def test_who_never_had_money_has_no_movements(borrower: User) -> None:
    assert page(borrower).rows == []
    assert latest_movements(borrower, 8) == []


def test_the_page_shows_the_parts(owner: User) -> None:
    client = Client()
    client.force_login(owner)
    text = client.get("/wallet/statement/").content.decode()
    assert text.count("<details") >= 25
    assert "+¥1.52" in text
    assert "+¥1.03" in text
