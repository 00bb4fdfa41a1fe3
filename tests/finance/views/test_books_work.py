"""Months, the year end, the opening and the chart on their pages: asked for by one, decided by another."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import User
from finance.models import BookPeriod, ChartVersion, OpeningBalance, YearEnd
from tests.approvals import decide
from tests.arrivals import arrive as arrive_with_password
from tests.closing import set_today
from tests.factories import make_staff
from tests.finance.periods.company_book import accountant, adjust, manager, year_2025  # noqa: F401

BOOKS = "/office/finance/books/"


def arrive(user: User) -> Client:
    client = arrive_with_password(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.usefixtures("year_2025")
def test_a_month_is_closed_opened_again_and_closed_for_good() -> None:
    keeper, head = accountant(), manager()
    adjust(dt.date(2025, 11, 30), keeper, "late")
    keeping, heading = arrive(keeper), arrive(head)
    assert "2025-11" in keeping.get(f"{BOOKS}months/").content.decode()
    assert heading.post(f"{BOOKS}months/2025-11/close/").status_code == 403
    keeping.post(f"{BOOKS}months/2025-11/close/")
    assert BookPeriod.objects.get().status == "soft"
    page = heading.get(f"{BOOKS}months/2025-11/").content.decode()
    assert "an invoice came late" in page
    assert "Close for good" in page
    assert "Close for good" not in keeping.get(f"{BOOKS}months/2025-11/").content.decode()
    assert heading.post(f"{BOOKS}months/2025-11/reopen/", {"because": " "}).status_code == 400
    assert keeping.post(f"{BOOKS}months/2025-11/reopen/", {"because": "x"}).status_code == 403
    heading.post(f"{BOOKS}months/2025-11/reopen/", {"because": "the rent"})
    assert BookPeriod.objects.get().status == "open"
    assert "the rent" in heading.get(f"{BOOKS}months/2025-11/").content.decode()
    keeping.post(f"{BOOKS}months/2025-11/close/")
    heading.post(f"{BOOKS}months/2025-11/seal/")
    assert BookPeriod.objects.get().status == "hard"
    assert heading.get(f"{BOOKS}months/2031-01/").status_code == 404


@pytest.mark.usefixtures("year_2025")
def test_a_year_end_is_asked_for_and_shown() -> None:
    keeper, head = accountant(), manager()
    keeping = arrive(keeper)
    page = keeping.get(f"{BOOKS}year-end/").content.decode()
    assert "¥700.00" in page
    assert keeping.post(f"{BOOKS}year-end/", {"year": "2025", "reason": "audited"}).status_code == 302
    row = decide(YearEnd.objects.get(), head)
    page = arrive(head).get(f"{BOOKS}year-end/").content.decode()
    assert row.entry.number in page
    assert "Income and cost stand at nought" in page
    assert "Ask for approval" not in page
    entry = arrive(head).get(f"/office/finance/entries/{row.entry.number}/").content.decode()
    assert "audited" in entry


def test_an_opening_is_entered_in_yuan(db: None) -> None:
    set_today(dt.date(2026, 1, 5))
    keeping = arrive(accountant())
    told = {"opens_on": "2025-12-31", "on_1002": "700.00", "on_3001": "699.99", "reason": "taken over"}
    page = keeping.post(f"{BOOKS}opening/", told).content.decode()
    assert "the two sides differ" in page
    assert keeping.post(f"{BOOKS}opening/", {**told, "on_3001": "700.00"}).status_code == 302
    row = OpeningBalance.objects.get()
    assert row.amounts == {"1002": 700_00, "3001": 700_00}
    decide(row, manager())
    page = keeping.get(f"{BOOKS}opening/").content.decode()
    assert row.entry.number in page
    assert "Open the book" not in page


def test_a_chart_is_changed_in_one_form_and_approved(db: None) -> None:
    set_today(dt.date(2026, 1, 5))
    keeping = arrive(accountant())
    forms = keeping.get(f"{BOOKS}chart/new/").context["forms"]
    told = {
        f"account-{n}-{name}": form.initial.get(name, "")
        for n, form in enumerate(forms)
        for name in ("code", "name_en", "name_zh", "line")
    }
    told |= {
        "account-TOTAL_FORMS": str(len(forms)),
        "account-INITIAL_FORMS": str(len(forms) - 3),
        "reason": "wages",
    }
    at = len(forms) - 3
    told |= {
        f"account-{at}-{name}": value
        for name, value in (("code", "5101"), ("name_en", "Wages"), ("name_zh", "职工薪酬"))
    }
    assert "This field is required" in keeping.post(f"{BOOKS}chart/new/", told).content.decode()
    told[f"account-{at}-line"] = "staff_costs"
    answer = keeping.post(f"{BOOKS}chart/new/", told)
    version = ChartVersion.objects.get()
    assert answer["Location"] == f"{BOOKS}chart/{version.number}/"
    page = keeping.get(answer["Location"]).content.decode()
    assert "Wages / 职工薪酬 · Cost · Staff" in page
    decide(version, manager())
    assert "Wages" in keeping.get(f"{BOOKS}chart/").content.decode()
    assert "Wages" in keeping.get(f"{BOOKS}accounts/5101/").content.decode()


def test_who_reads_the_books_asks_for_nothing(db: None) -> None:
    auditor = arrive(make_staff("auditor@example.cn", "auditor"))
    for path in ("months/", "year-end/", "opening/", "chart/"):
        assert auditor.get(BOOKS + path).status_code == 200
    assert auditor.get(f"{BOOKS}chart/new/").status_code == 403
    assert not ChartVersion.objects.exists()
