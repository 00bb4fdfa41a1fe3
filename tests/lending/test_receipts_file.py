"""An investor's receipts by year and as a file that adds up to the same totals."""

import csv
import datetime as dt

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.models import User
from lending.models import Claim, ClaimReceipt, Loan
from lending.queries.portfolio import YearOfReceipts, receipts_by_year
from tests.arrivals import arrive
from tests.closing import close_through, set_today
from tests.factories import make_customer
from tests.lending import factories

START = dt.date(2026, 11, 15)
HEAD = (
    "Received on,Claim,Loan,Product,Payment number,Kind of payment,Principal,Interest,Overdue interest,Total"
)


def signed_in(user: User) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    arrive(user, client=client)
    return client


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor("first@example.cn"), factories.make_investor("second@example.cn")]


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    """¥10,000 over 12 months from two investors; one instalment is paid in 2026, two in 2027."""
    with clock.simulated(START):
        loan = factories.make_active_loan(borrower, {investors[0]: 3_300_00, investors[1]: 6_700_00})
    for n in (1, 2, 3):
        close_through(loan.instalments.get(n=n).due_on)
    return loan


def read(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/invest/receipts.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode()
    assert text.splitlines()[0] == f"\ufeff{HEAD}"
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


def fen(rows: list[dict[str, str]], column: str) -> int:
    return sum(int(row[column].replace(".", "")) for row in rows)


def test_the_file_reads_back_to_the_same_totals(loan: Loan, investors: list[User]) -> None:
    for user in investors:
        rows = read(signed_in(user))
        came = ClaimReceipt.objects.filter(holder=user).aggregate(
            Principal=Sum("principal_fen"), Interest=Sum("interest_fen"), Overdue=Sum("overdue_interest_fen")
        )
        assert len(rows) == 3
        assert {row["Claim"] for row in rows} == {Claim.objects.get(holder=user).number}
        assert {row["Product"] for row in rows} == {"Steady instalments, version 1"}
        assert fen(rows, "Principal") == came["Principal"]
        assert fen(rows, "Interest") == came["Interest"]
        assert fen(rows, "Overdue interest") == came["Overdue"]
        assert fen(rows, "Total") == sum(came.values())


def test_each_year_is_told_gross_and_downloaded_alone(loan: Loan, investors: list[User]) -> None:
    user, client = investors[0], signed_in(investors[0])
    late = ClaimReceipt.objects.filter(holder=user).latest("pk")
    assert [row.year for row in receipts_by_year(user)] == [2027, 2026]
    for found, count in zip(receipts_by_year(user), (2, 1), strict=True):
        rows = read(client, f"?year={found.year}")
        assert len(rows) == count
        assert fen(rows, "Interest") + fen(rows, "Overdue interest") == found.gross_interest_fen
        assert fen(rows, "Principal") == found.principal_fen
    assert late.received_on.year == 2027
    page = client.get("/invest/receipts/")
    assert page.context["years"] == receipts_by_year(user)
    assert page.content.decode().count("Steady instalments, version 1") == 3
    name = client.get("/invest/receipts.csv?year=2026")["Content-Disposition"]
    assert name == f'attachment; filename="receipts-{user.number}-2026.csv"'


def test_overdue_interest_is_interest_of_its_year() -> None:
    assert YearOfReceipts(2026, 100_00, 7_01, 25).gross_interest_fen == 7_26


def test_a_stranger_finds_no_year_and_nothing_of_others(loan: Loan, investors: list[User]) -> None:
    stranger = make_customer("new@example.cn", name="钱新")
    assert read(signed_in(stranger)) == []
    for asked in ("2026", "2025", "x", "²"):
        assert signed_in(stranger).get(f"/invest/receipts.csv?year={asked}").status_code == 404
    assert signed_in(investors[0]).get("/invest/receipts.csv?year=2025").status_code == 404
    assert signed_in(investors[0]).get("/invest/receipts.csv?year=2026").status_code == 200
    assert Client().get("/invest/receipts.csv").status_code == 302


def test_more_receipts_cost_no_more_queries(loan: Loan, investors: list[User]) -> None:
    client = signed_in(investors[0])
    read(client)
    with CaptureQueriesContext(connection) as few:
        read(client)
    close_through(loan.instalments.get(n=5).due_on)
    with CaptureQueriesContext(connection) as more:
        assert len(read(client)) == 5
    assert len(few) == len(more)
