"""The journal, an entry and the trial balance."""

import pytest
from django.test import Client

from accounts.invariants import Finding
from accounts.models import User
from finance import chart
from finance.chart import wallet_available
from finance.models import Entry, PayoutHalt
from finance.posting import TransferInput
from finance.queries.halts import payouts_halted
from finance.services.post_entries import post_entries
from finance.services.reverse_entry import reverse_entry
from finance.services.set_payout_halt import set_payout_halt
from tests.approvals import decide_halt_lift
from tests.arrivals import arrive as arrive_with_password
from tests.factories import make_staff
from tests.finance.ledger_helpers import deposit, entry, pay
from tests.queries import assert_same_few_queries


def arrive(user: User) -> Client:
    client = arrive_with_password(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def accountant(db: None) -> Client:
    return arrive(make_staff("accountant@example.cn", "accountant"))


def shown(client: Client, query: str) -> list[str]:
    return [
        row.idempotency_key for row in client.get(f"/office/finance/entries/{query}").context["page"].rows
    ]


def test_the_journal_is_narrowed_by_each_filter(accountant: Client, investor: User, borrower: User) -> None:
    deposit(investor, 500, key="in")
    post_entries([pay(wallet_available(investor), wallet_available(borrower), 200, key="paid")])
    post_entries(
        [entry(TransferInput(chart.custody_bank(), chart.suspense(), 7), key="odd", reference="ODD")]
    )
    assert shown(accountant, "") == ["odd", "paid", "in"]
    assert shown(accountant, "?reference=ODD") == ["odd"]
    assert shown(accountant, "?account=2401") == ["odd"]
    assert shown(accountant, "?account=1001") == ["odd", "in"]
    assert shown(accountant, f"?customer={borrower.number}") == ["paid"]
    assert shown(accountant, f"?customer={investor.number.lower()}") == ["paid", "in"]
    assert shown(accountant, "?until_on=2001-01-01") == []
    assert shown(accountant, "?from_on=2001-01-01&account=2401") == ["odd"]
    assert shown(accountant, "?from_on=yesterday&account=nonsense") == ["odd", "paid", "in"]
    page = accountant.get("/office/finance/entries/").content.decode()
    assert "¥2.00" in page
    assert investor.number not in page


def test_an_entry_shows_its_transfers_and_its_reversal(accountant: Client, finance_manager: User) -> None:
    [wrong] = post_entries([pay(chart.custody_bank(), chart.suspense(), 12_345)])
    posted = reverse_entry(entry_id=wrong.id, reference="T1", key="back", actor=finance_manager)
    first, back = (Entry.objects.get(pk=one.id) for one in (wrong, posted))
    page = accountant.get(f"/office/finance/entries/{first.number}/").content.decode()
    assert "2401 Receipts in suspense" in page
    assert "¥123.45" in page
    assert back.number in page
    page = accountant.get(f"/office/finance/entries/{back.number}/").content.decode()
    assert first.number in page
    assert finance_manager.name in page


@pytest.mark.parametrize(
    "number", ["JE2026112300000001", "1", "JE20261123abc", "JE2026112399999999999999999999"]
)
def test_an_unknown_entry_is_not_found(accountant: Client, number: str) -> None:
    post_entries([pay(chart.custody_bank(), chart.suspense(), 1)])
    wrong_day = f"JE20010101{Entry.objects.get().pk:08d}"
    for path in (number, wrong_day):
        assert accountant.get(f"/office/finance/entries/{path}/").status_code == 404


def test_the_trial_balance_shows_three_balanced_books(accountant: Client, investor: User) -> None:
    deposit(investor, 500)
    response = accountant.get("/office/finance/books/")
    sums = [list(sheet.lines[-1].values[1:]) for sheet in response.context["sheets"]]
    assert sums == [[0, 0, 500, 500, 500, 500], [0] * 6, [0] * 6]
    page = response.content.decode()
    assert page.count("Both sides are equal.") == 3
    assert "Payouts are halted." not in page


def test_a_halt_is_shown_to_all_and_lifted_by_the_finance_manager(
    accountant: Client, finance_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_payout_halt(findings=[Finding("custody_adds_up", ["One fen is missing."])])
    manager = arrive(finance_manager)
    page = accountant.get("/office/finance/books/").content.decode()
    assert "One fen is missing." in page
    assert "Let payouts run again" not in page
    assert accountant.post("/office/finance/books/lift-halt/", {"because": "x"}).status_code == 403
    page = manager.get("/office/finance/books/").content.decode()
    assert "Let payouts run again" in page
    empty = manager.post("/office/finance/books/lift-halt/", {"because": " "})
    assert "because" in empty.context["lift_form"].errors
    assert payouts_halted() is not None
    right = {"because": "The bank had booked it twice."}
    assert manager.post("/office/finance/books/lift-halt/", right)["Location"] == "/office/finance/books/"
    again = manager.post("/office/finance/books/lift-halt/", right)
    assert again.context["lift_form"].errors
    halt = PayoutHalt.objects.get()
    assert halt.is_open
    second = make_staff("second.manager@example.cn", "finance_manager")
    decide_halt_lift(second)
    halt.refresh_from_db()
    assert (halt.is_open, halt.lifted_because) == (False, right["because"])
    assert (halt.lifted_by, halt.lift_approved_by) == (finance_manager, second)
    again = manager.post("/office/finance/books/lift-halt/", right)
    assert again.context["lift_form"].errors


def test_the_pages_cost_the_same_with_one_row_and_with_nine(accountant: Client, investor: User) -> None:
    def grow(count: int) -> None:
        deposit(investor, 1_000)
        post_entries([pay(wallet_available(investor), chart.payouts_in_transit(), 1) for _ in range(count)])

    for path in ("/office/finance/entries/", "/office/finance/books/"):
        assert_same_few_queries(accountant, path, grow=grow)


def test_a_customer_finds_no_books(investor: User) -> None:
    for path in ("/office/finance/entries/", "/office/finance/books/"):
        assert arrive(investor).get(path).status_code == 404
