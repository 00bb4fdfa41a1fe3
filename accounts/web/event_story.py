"""How the event log reads: who did what to which object, from which state to which, under which request."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import clock
from accounts.models import Event, User
from accounts.queries import customers
from accounts.roles import ROLE_NAMES
from accounts.web.csv_lines import BYTE_ORDER_MARK, csv_line, safe_cell
from accounts.web.event_words import event_words
from accounts.web.object_pages import object_url
from accounts.web.parts import Fact
from accounts.web.shown import acted_for_names, event_sentence, said, with_principal


@dataclass(frozen=True)
class EventRow:
    """One line of the log and what it opens to."""

    event: Event
    title: Any
    url: str
    facts: list[Fact]


def event_rows(events: Sequence[Event], viewer: User) -> list[EventRow]:
    """Return the lines of a page of the log for this viewer."""
    people = {event.subject_number for event in events if event.subject_type == "user"}
    known = set(customers().filter(number__in=people).values_list("number", flat=True)) if people else set()
    names = acted_for_names(events)
    return [
        EventRow(
            event,
            event_words(event.kind),
            ""
            if event.subject_type == "user" and event.subject_number not in known
            else object_url(viewer, event.subject_type, event.subject_number),
            _facts(event, names),
        )
        for event in events
    ]


def _facts(event: Event, names: Mapping[str, str]) -> list[Fact]:
    facts = [
        Fact(_("When"), f"{event.at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S.%f}"[:-3]),
        Fact(_("Business date"), event.business_on.isoformat()),
        Fact(_("Done by"), with_principal(_who(event), event, names)),
        Fact(_("Object"), event.subject_number or event.subject_type or "—"),
        Fact(_("Request"), event.request_id or "—"),
    ]
    if "from" in event.data:
        facts.append(Fact(_("State"), f"{event.data['from']} → {event.kind.rpartition('.')[2]}"))
    return facts + [
        Fact(name, said(value)) for name, value in event.data.items() if name not in ("from", "for")
    ]


def _who(event: Event) -> str:
    if event.actor is None:
        return _("the system")
    return (
        event.actor.number
        if event.actor.is_customer
        else f"{event.actor.display_name} · {event.actor.number}"
    )


def events_csv(events: Iterable[Event], language: str) -> Iterator[str]:
    """Yield the log as CSV, line by line."""
    # The lines are made after the view has returned, when the request's language is no longer the active one.
    with override(language):
        yield BYTE_ORDER_MARK + csv_line(
            [
                _("Time"),
                _("Business date"),
                _("Kind"),
                _("Object"),
                _("By"),
                _("References"),
                _("For"),
                _("Request"),
            ]
        )
        for event in events:
            yield csv_line(
                [
                    f"{event.at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}",
                    event.business_on.isoformat(),
                    event.kind,
                    event.subject_number or event.subject_type,
                    event.actor.number if event.actor else "",
                    safe_cell(event_sentence(event.data)),
                    str(event.data.get("for", "")),
                    event.request_id,
                ]
            )


def job_of(user: User) -> str:
    """Return the job a member of staff holds, as people outside the office read it."""
    names = [str(ROLE_NAMES[role]) for role in ROLE_NAMES if role in user.roles]
    return " · ".join(names) or _("a member of staff")
