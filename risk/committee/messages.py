"""What members of the credit committee are told: called, called off, reminded, replaced."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.messages import MessageTemplate, register_message
from accounts.services.send_message import MessageInput, send_messages
from risk.committee.bench import bench_of
from risk.models import AgendaItem, CommitteeMeeting, CommitteeSeat

TEMPLATES = (
    MessageTemplate(
        "committee_called",
        subject=_("Credit committee on %(when)s: you are called"),
        body="risk/messages/committee_called.txt",
    ),
    MessageTemplate(
        "committee_reminder",
        subject=_("Credit committee on %(when)s: something waits for you"),
        body="risk/messages/committee_reminder.txt",
        is_emailed=False,
    ),
    MessageTemplate(
        "committee_called_off",
        subject=_("The credit committee on %(when)s was called off"),
        body="risk/messages/committee_called_off.txt",
    ),
)
# Members are reminded a day before the meeting, or before a meeting in writing is over.
AHEAD = dt.timedelta(hours=24)


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES:
        register_message(template)


def path_of(meeting: CommitteeMeeting) -> str:
    """Return the page of a meeting."""
    return f"/office/risk/committee/meetings/{meeting.number}/"


def invite(meeting: CommitteeMeeting, only: CommitteeSeat | None = None) -> None:
    """Call the members (or one who was seated later), in the caller's transaction."""
    bench = bench_of(meeting)
    count = AgendaItem.objects.filter(meeting=meeting, status=AgendaItem.Status.LISTED).count()
    send_messages(
        [
            _message(
                "committee_called",
                meeting,
                seat,
                {"seat": bench.titles[seat.code], "count": count, "place": meeting.place},
            )
            for seat in bench.seats
            if only is None or seat.pk == only.pk
        ]
    )


def tell_called_off(meeting: CommitteeMeeting) -> None:
    """Tell the members that a meeting they were called to does not take place."""
    send_messages(
        [
            _message("committee_called_off", meeting, seat, {"reason": meeting.end_reason})
            for seat in bench_of(meeting).seats
        ]
    )


def remind(meeting: CommitteeMeeting) -> None:
    """Remind those who have to declare or to vote, once; whoever has done everything is left in peace."""
    waiting: dict[int, int] = {}
    bench = bench_of(meeting)
    for item in meeting.items.filter(status__in=[AgendaItem.Status.LISTED, AgendaItem.Status.VOTING]):
        of_item = bench_of(meeting, item)
        for seat in bench.seats:
            has_done = of_item.voted if item.status == AgendaItem.Status.VOTING else of_item.declared
            if seat.code not in of_item.recused and seat.code not in has_done:
                waiting[seat.pk] = waiting.get(seat.pk, 0) + 1
    send_messages(
        [
            _message("committee_reminder", meeting, seat, {"count": waiting[seat.pk]})
            for seat in bench.seats
            if seat.pk in waiting
        ]
    )


def _message(
    template: str, meeting: CommitteeMeeting, seat: CommitteeSeat, context: dict[str, object]
) -> MessageInput:
    when = meeting.starts_at.astimezone(clock.SHANGHAI)
    until = meeting.closes_at.astimezone(clock.SHANGHAI) if meeting.closes_at is not None else ""
    return MessageInput(
        seat.member,
        template,
        {"meeting": meeting.number, "when": when, "until": until, **context},
        f"{template}:{meeting.number}:{seat.pk}",
        path_of(meeting),
    )
