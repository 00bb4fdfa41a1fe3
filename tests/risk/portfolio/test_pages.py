"""The pages of the loan book: the figures they show, the files they give, what they ask of the database."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Event, User
from finance.models import Entry
from lending.models import Loan
from risk.models import ClassDowngrade
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.queries import count_queries
from tests.risk.portfolio.books import START, late, write_down

BOOK = "/office/risk/portfolio/"
PAGES = ["", "loans/", "migration/", "vintages/", "provisions/", "stress/"]


@pytest.fixture
def book(loan: Loan, other_loan: Loan) -> list[Loan]:
    """Both loans are 95 days late on the last day, which is the only one after the first two."""
    write_down(START, late(1), late(95))
    return [loan, other_loan]


@pytest.fixture
def manager(risk_manager: User) -> Client:
    return arrive(risk_manager)


def text_of(client: Client, path: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(f"{BOOK}{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_company_without_loans_has_no_book(manager: Client) -> None:
    assert all("There is no book yet" in text_of(manager, place) for place in PAGES)


def test_the_book_of_any_past_day_and_the_loans_behind_a_figure(manager: Client, book: list[Loan]) -> None:
    now = text_of(manager, "")
    assert "¥16,000.00" in now
    assert "100.00%" in now
    before = text_of(manager, f"?on={START.isoformat()}")
    assert "¥0.00 of loans over 30 days late" in before
    assert "¥16,000.00 of loans over 30 days late" in now
    # A day nobody closed shows the last one before it.
    assert "Every loan as it stood at the close of" in text_of(manager, "?on=2026-03-01")
    listed = text_of(manager, f"loans/?on={late(95).isoformat()}&over=90")
    assert all(loan.number in listed for loan in book)
    assert book[0].number not in text_of(manager, f"loans/?on={START.isoformat()}&over=30")
    assert book[0].number in text_of(
        manager, f"loans/?on={START.isoformat()}&five_class=normal&grade=B&bucket=0"
    )
    assert book[0].number not in text_of(manager, f"loans/?on={START.isoformat()}&five_class=bad")


def test_both_readings_of_the_provision_and_nothing_posted(manager: Client, book: list[Loan]) -> None:
    entries = Entry.objects.count()
    page = text_of(manager, "provisions/")
    # Sub-standard: 16,000 × 25 %, and 1 % in the first reading alone.
    assert "¥4,160.00" in page
    assert "¥4,000.00" in page
    assert "For information only, never posted" in page
    chosen = text_of(manager, "provisions/?substandard=20&reading=normal")
    assert "¥3,200.00" in chosen
    assert "by a fifth of it and no more" in text_of(manager, "provisions/?substandard=31")
    assert Entry.objects.count() == entries


def test_a_table_leaves_the_house_with_a_trace(manager: Client, book: list[Loan]) -> None:
    answer = manager.post(BOOK, {"take": "book-by-class.csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[3].split(",")[1:] == ["2", "16000.00", "100.00%"]
    event = Event.objects.get(kind="figures.exported")
    assert event.data == {"table": "risk.book-by-class", "rows": 6}
    assert manager.post(BOOK, {"take": "book-by-days.xlsx"}).content[:2] == b"PK"


def test_who_takes_nothing_out_gets_no_file(risk_officer: User, book: list[Loan]) -> None:
    client = arrive(risk_officer)
    answer = client.post(BOOK, {"take": "book-by-class.csv"})
    assert answer.status_code == 302
    assert not Event.objects.filter(kind="figures.exported").exists()


def test_a_downgrade_is_asked_for_on_the_loans_page(risk_officer: User, book: list[Loan]) -> None:
    client = arrive(risk_officer)
    path = f"{BOOK}loans/{book[0].number}/"
    until = (START + dt.timedelta(days=30)).isoformat()
    with clock.simulated(START):
        bad = client.post(
            f"{path}downgrade/", {"five_class": "loss", "until_on": "2030-01-01", "reason": "x"}
        )
        assert bad.status_code == 400
        assert not ClassDowngrade.objects.exists()
        good = client.post(f"{path}downgrade/", {"five_class": "loss", "until_on": until, "reason": "fraud"})
    assert good.status_code == 302
    assert ClassDowngrade.objects.get().five_class == "loss"
    assert "waits for another person" in text_of(arrive(risk_officer), f"loans/{book[0].number}/")


def test_the_pages_ask_few_queries_whatever_the_book_holds(book: list[Loan]) -> None:
    client = arrive(make_staff("director@example.cn", "director"))
    asked = {place: count_queries(client, f"{BOOK}{place}") for place in PAGES}
    assert max(asked.values()) <= 15, asked
