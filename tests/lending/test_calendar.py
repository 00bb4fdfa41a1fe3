"""A customer's calendar: right by RFC 5545, private, revocable, and without anybody's name."""

import datetime as dt
import re

import icalendar
import pytest
from django.test import Client

from accounts import clock
from accounts.models import User
from accounts.rules import rule_value
from lending.models import CalendarFeed, Instalment, Loan
from tests.closing import set_today
from tests.factories import make_customer
from tests.lending import factories

START = dt.date(2026, 1, 15)


def signed_in(user: User, language: str = "en") -> Client:
    client = Client()
    client.cookies["django_language"] = language
    client.force_login(user)
    return client


@pytest.fixture
def investor(db: None) -> User:
    set_today(START)
    with clock.simulated(START):
        return factories.make_investor("first@example.cn")


@pytest.fixture
def loan(borrower: User, investor: User) -> Loan:
    with clock.simulated(START):
        return factories.make_active_loan(borrower, {investor: 10_000_00})


def address_of(client: Client) -> str:
    page = client.post("/me/calendar/")
    found = re.search(r"/calendar/[\w-]{43}\.ics", page.content.decode())
    assert found is not None
    return found[0]


def test_the_file_is_a_calendar_of_the_days(loan: Loan, borrower: User, investor: User) -> None:
    rows = list(Instalment.objects.filter(loan=loan).order_by("n"))
    for user, words in ((borrower, "To pay"), (investor, "Due to you")):
        response = signed_in(user).get("/me/calendar.ics")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        raw = response.content
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
        calendar = icalendar.Calendar.from_ical(raw)
        events = calendar.walk("VEVENT")
        assert [event.decoded("dtstart") for event in events] == [row.due_on for row in rows]
        assert all(
            event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(days=1) for event in events
        )
        assert all(event.decoded("dtstamp").tzinfo is not None for event in events)
        assert all(str(event["summary"]).startswith(words) for event in events)
        assert len({event["uid"] for event in events}) == len(rows)
        assert len(calendar.walk("VALARM")) == (len(rows) if user == borrower else 0)
        for other in (borrower, investor):
            for personal in (other.display_name, other.email, other.number):
                assert str(personal).encode() not in raw
    # A comma is escaped as the RFC wants it.
    assert b"\\," in signed_in(borrower).get("/me/calendar.ics").content


def test_the_same_day_keeps_its_uid(loan: Loan, borrower: User) -> None:
    client = signed_in(borrower)
    before, after = (
        icalendar.Calendar.from_ical(client.get("/me/calendar.ics").content).walk("VEVENT") for _ in range(2)
    )
    feed = icalendar.Calendar.from_ical(Client().get(address_of(client)).content).walk("VEVENT")
    uids = [[event["uid"] for event in events] for events in (before, after, feed)]
    assert uids[0] == uids[1] == uids[2]


def test_an_address_is_shown_once_and_can_be_withdrawn(loan: Loan, borrower: User) -> None:
    client = signed_in(borrower, "zh-hans")
    first = address_of(client)
    assert first not in client.get("/me/calendar/").content.decode()
    assert not CalendarFeed.objects.filter(token_hash__in=first).exists()
    # The feed speaks its owner's language, whatever the program says.
    found = Client().get(first)
    assert found.status_code == 200
    assert "应还" in found.content.decode()
    second = address_of(client)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert client.get("/me/calendar/end/").status_code == 405
    client.post("/me/calendar/end/")
    assert Client().get(second).status_code == 404
    assert Client().get(f"/calendar/{'x' * 43}.ics").status_code == 404


def test_an_address_is_read_no_more_often_than_the_rule_allows(loan: Loan, borrower: User) -> None:
    address = address_of(signed_in(borrower))
    most = rule_value("calendar.feed")["most_reads_an_hour"]
    assert Client().get(address).status_code == 200
    CalendarFeed.objects.update(reads_in_hour=most - 1)
    assert Client().get(address).status_code == 200
    refused = Client().get(address)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert CalendarFeed.objects.get().reads_in_hour == most
    CalendarFeed.objects.update(hour_began_at=clock.now() - dt.timedelta(hours=1))
    assert Client().get(address).status_code == 200
    assert CalendarFeed.objects.get().reads_in_hour == 1


def test_a_newcomers_calendar_is_empty_and_still_a_calendar(db: None) -> None:
    set_today(START)
    client = signed_in(make_customer("new@example.cn", name="钱新"))
    assert client.get("/me/calendar/").status_code == 200
    assert icalendar.Calendar.from_ical(client.get("/me/calendar.ics").content).walk("VEVENT") == []
