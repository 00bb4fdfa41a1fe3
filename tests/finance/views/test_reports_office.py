"""The reports of the books on their pages and as files: exact figures, each leading to its lines and their entries."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Event, User
from finance import chart
from finance.chart import wallet_available
from finance.models import Entry
from finance.posting import TransferInput
from finance.reports import account_statement as statements
from finance.services.post_entries import post_entries
from finance.services.write_account_days import write_account_days
from tests.arrivals import arrive as arrive_with_password
from tests.closing import set_today, skip_to
from tests.factories import make_staff
from tests.finance.ledger_helpers import deposit, entry
from tests.queries import assert_same_few_queries

DECEMBER, JANUARY, FEBRUARY = dt.date(2025, 12, 30), dt.date(2026, 1, 5), dt.date(2026, 2, 3)
BOOKS = "/office/finance/books/"


def arrive(user: User) -> Client:
    client = arrive_with_password(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def accountant(db: None) -> Client:
    return arrive(make_staff("accountant@example.cn", "accountant"))


def fee(payer: User, net_fen: int, vat_fen: int, reference: str) -> None:
    """Take a fee of the payer, earned by the company net of VAT."""
    post_entries(
        [
            entry(
                TransferInput(wallet_available(payer), chart.company_in_custody(), net_fen + vat_fen, "fee"),
                TransferInput(chart.due_from_custody(), chart.income("4002"), net_fen, "fee"),
                TransferInput(chart.due_from_custody(), chart.output_vat(), vat_fen, "fee"),
                reference=reference,
            )
        ]
    )


@pytest.fixture
def three_months(investor: User) -> User:
    """A deposit and fees in three months; December is totalled, the rest is read from the transfers."""
    set_today(DECEMBER)
    deposit(investor, 1_000_00)
    fee(investor, 100, 6, "LN20251230000001")
    skip_to(JANUARY)
    write_account_days(business_date=DECEMBER)
    fee(investor, 200, 12, "=1+1")
    skip_to(FEBRUARY)
    fee(investor, 400, 24, "LN20260203000001")
    return investor


def rows_of(sheet: object) -> list[list[object]]:
    return [list(line.values) for line in sheet.lines]  # type: ignore[attr-defined]


def test_the_trial_balance_of_a_month(accountant: Client, three_months: User) -> None:
    response = accountant.get(f"{BOOKS}?from=2026-01-01&to=2026-01-31")
    custody, company, memorandum = response.context["sheets"]
    assert rows_of(company) == [
        ["1003 Due from custody", 106, None, 212, None, 318, None],
        ["2221 Output VAT", None, 6, None, 12, None, 18],
        ["4002 Interest management fees of investors", None, 100, None, 200, None, 300],
        ["Together", 106, 106, 212, 212, 318, 318],
    ]
    assert rows_of(custody)[-1] == ["Together", 1_000_00, 1_000_00, 212, 212, 1_000_00, 1_000_00]
    assert rows_of(memorandum) == [["Together", 0, 0, 0, 0, 0, 0]]
    assert f"{BOOKS}accounts/4002/?from=2026-01-01&amp;to=2026-01-31" in response.content.decode()


def test_the_balance_sheet_of_any_day_beside_the_year_before(accountant: Client, three_months: User) -> None:
    custody, company, _memorandum = accountant.get(f"{BOOKS}balance-sheet/?on=2026-01-31").context["sheets"]
    assert rows_of(company) == [
        ["Due from custody", "1003 Due from custody", 318, 106],
        ["Assets together", "", 318, 106],
        ["Taxes payable", "2221 Output VAT", 18, 6],
        ["Liabilities together", "", 18, 6],
        ["Result not yet carried", "", 300, 100],
        ["Equity together", "", 300, 100],
        ["Liabilities and equity together", "", 318, 106],
    ]
    assert rows_of(custody) == [
        ["Custody bank", "1001 Custody bank", 1_000_00, 1_000_00],
        ["Assets together", "", 1_000_00, 1_000_00],
        ["Customers' wallets", "2001 Wallets, available", 1_000_00 - 318, 1_000_00 - 106],
        ["The company's own money in custody", "2190 The company's own money in custody", 318, 106],
        ["Liabilities together", "", 1_000_00, 1_000_00],
    ]


def test_the_income_statement_beside_the_year_so_far(accountant: Client, three_months: User) -> None:
    response = accountant.get(f"{BOOKS}income-statement/?from=2026-02-01&to=2026-02-28")
    assert rows_of(response.context["sheet"]) == [
        ["Income from services", "4002 Interest management fees of investors", 400, 600],
        ["Income together", "", 400, 600],
        ["Costs together", "", 0, 0],
        ["Result", "", 400, 600],
    ]
    assert "¥4.00" in response.content.decode()


def test_an_account_leads_to_its_entries_and_back(accountant: Client, three_months: User) -> None:
    url = f"{BOOKS}accounts/1003/?from=2026-01-01&to=2026-02-28"
    response = accountant.get(url)
    lines = [line for line, _name in response.context["lines"]]
    assert [(line.debit_fen, line.credit_fen, line.balance_fen) for line in lines] == [
        *((200, 0, 306), (12, 0, 318), (400, 0, 718), (24, 0, 742)),
    ]
    statement = response.context["statement"]
    assert (statement.opening_fen, statement.closing_fen, statement.count) == (106, 742, 4)
    posted = Entry.objects.get(reference="=1+1")
    assert f"/office/finance/entries/{posted.number}/" in response.content.decode()
    page = accountant.get(f"/office/finance/entries/{posted.number}/").content.decode()
    assert f"{BOOKS}accounts/4002/?from=2026-01-05&amp;to=2026-01-05" in page


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finance.views.office_reports.PAGE_SIZE", 3)
    monkeypatch.setattr(
        "finance.views.office_reports.account_statement",
        lambda found, period, first=0, size=3: statements.account_statement(
            found, period, first=first, size=size
        ),
    )


def test_pages_of_an_account_carry_the_balance_over(
    accountant: Client, three_months: User, small_pages: None
) -> None:
    url = f"{BOOKS}accounts/1003/?from=2025-12-01&to=2026-02-28"
    seen = []
    for after in (0, 3):
        response = accountant.get(f"{url}&after={after}")
        seen += [line.balance_fen for line, _name in response.context["lines"]]
    assert seen == [100, 106, 306, 318, 718, 742]
    assert response.context["page"].next_url == ""
    assert response.context["page"].count == 6
    assert accountant.get(f"{url}&after=99").context["lines"] == []
    assert accountant.get(f"{BOOKS}accounts/9999/").status_code == 404


def test_a_wallet_account_adds_up_all_its_owners(
    accountant: Client, three_months: User, borrower: User
) -> None:
    post_entries([entry(TransferInput(wallet_available(three_months), wallet_available(borrower), 5))])
    response = accountant.get(f"{BOOKS}accounts/2001/?from=2026-02-01&to=2026-02-28")
    lines = [line for line, _name in response.context["lines"]]
    assert [(line.debit_fen, line.credit_fen, line.balance_fen) for line in lines] == [
        *((424, 0, 1_000_00 - 742), (5, 0, 1_000_00 - 747), (0, 5, 1_000_00 - 742)),
    ]


def test_files_have_typed_cells_no_formula_and_are_recorded(accountant: Client, three_months: User) -> None:
    url = f"{BOOKS}accounts/4002/?from=2026-01-01&to=2026-02-28"
    told = accountant.post(url, {"take": "account-4002.csv"})
    lines = list(csv.reader(io.StringIO(told.content.decode("utf-8-sig"))))
    assert lines[1] == ["2026-01-01", "Opening", "", "", "", "", "", "", "1.00"]
    assert lines[2][3:] == ["'=1+1", "1003 Due from custody", "fee", "", "2.00", "3.00"]
    assert lines[-1] == ["2026-02-28", "Closing", "", "", "", "", "0.00", "6.00", "7.00"]
    sheet = load_workbook(
        io.BytesIO(
            accountant.post(
                f"{BOOKS}?from=2026-01-01&to=2026-01-31", {"take": "trial-balance-company.xlsx"}
            ).content
        )
    ).active
    assert [cell.value for cell in sheet[2]] == [
        "1003 Due from custody",
        1.06,
        None,
        2.12,
        None,
        3.18,
        None,
    ]
    taken = Event.objects.filter(kind="books.exported").order_by("pk")
    assert [event.data["table"] for event in taken] == ["account-4002", "trial-balance-company"]
    assert accountant.post(BOOKS, {"take": "nothing.exe"}).status_code == 200
    assert taken.count() == 2


def test_only_those_who_may_read_the_books_do(three_months: User) -> None:
    cashier = arrive(make_staff("cashier@example.cn", "cashier"))
    for path in ("", "balance-sheet/", "income-statement/", "accounts/1003/"):
        assert cashier.get(BOOKS + path).status_code == 403
    auditor = arrive(make_staff("auditor@example.cn", "auditor"))
    assert auditor.get(f"{BOOKS}income-statement/").status_code == 200


def test_reports_cost_the_same_with_one_row_and_with_nine(accountant: Client, investor: User) -> None:
    deposit(investor, 100_00)

    def grow(count: int) -> None:
        for n in range(count):
            fee(investor, 10, 1, f"T{n}")

    for path in ("balance-sheet/", "income-statement/", "accounts/1003/"):
        assert_same_few_queries(accountant, BOOKS + path, grow=grow, limit=14)
