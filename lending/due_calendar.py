"""A customer's calendar (RFC 5545): an investor's coming receipts and a borrower's due days, without anybody's name."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import User
from accounts.web.formats import yuan
from lending.models import Instalment, Loan
from lending.queries.forecast import coming_of_holders

# Whoever looks at a calendar looks back a month and no further than the longest loan ends.
BACK, AHEAD = dt.timedelta(days=31), dt.timedelta(days=1100)
SPACE = uuid.UUID("6f0f8f1e-9e0b-5c9c-8f53-2f6c1b0d4a57")
REFRESH = dt.timedelta(hours=12)


class Day(NamedTuple):
    """A day that counts; `key` stays the same however often the calendar is made."""

    key: str
    on: dt.date
    summary: str
    sentence: str
    is_to_pay: bool


def days_of(user: User, today: dt.date) -> list[Day]:
    """Return a customer's days, oldest first, in two queries."""
    days = [*_receipts(user, today), *_dues(user, today)]
    shown = (day for day in days if today - BACK <= day.on <= today + AHEAD)
    return sorted(shown, key=lambda day: (day.on, day.key))


def _receipts(user: User, today: dt.date) -> Iterator[Day]:
    totals: dict[dt.date, int] = defaultdict(int)
    for row in coming_of_holders([user.pk], today)[user.pk]:
        totals[row.due_on] += row.total_fen
    for on, fen in totals.items():
        sentence = _("As contracted, from all your claims that day. It is no promise.")
        yield Day(
            f"receipts:{on.isoformat()}",
            on,
            _("Due to you: %(amount)s") % {"amount": yuan(fen)},
            sentence,
            False,
        )


def _dues(user: User, today: dt.date) -> Iterator[Day]:
    rows = Instalment.objects.filter(
        loan__borrower=user, loan__status=Loan.Status.ACTIVE, settled_at=None, superseded_at=None
    ).select_related("loan")
    for row in rows.order_by("due_on", "n"):
        if not row.borrower_unpaid_fen:
            continue  # a dealer pays all of it
        summary = _("To pay: %(amount)s") % {"amount": yuan(row.borrower_unpaid_fen)}
        words = _("Instalment %(n)s of loan %(loan)s. Overdue interest, if any, comes on top.")
        sentence = words % {"n": row.n, "loan": row.loan.number}
        yield Day(f"due:{row.loan.number}:{row.n}", row.due_on, summary, sentence, True)


def make_calendar(user: User, today: dt.date) -> bytes:
    """Return the days as an iCalendar file, in the active language."""
    # The library takes a while to load, and hardly any request wants it.
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Fenqi//Payment days//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _("Fenqi payment days"))
    calendar.add("x-wr-calname", _("Fenqi payment days"))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    stamp = clock.now().astimezone(dt.UTC)
    for day in days_of(user, today):
        event = Event()
        event.add("uid", f"{uuid.uuid5(SPACE, f'{user.pk}:{day.key}')}@fenqi")
        event.add("dtstamp", stamp)
        event.add("dtstart", day.on)
        event.add("dtend", day.on + dt.timedelta(days=1))
        event.add("summary", day.summary)
        event.add("description", day.sentence)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        event.add("url", settings.SITE_URL)
        if day.is_to_pay:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", day.summary)
            alarm.add("trigger", -dt.timedelta(days=1))
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
