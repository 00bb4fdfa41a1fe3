"""The credit committee: calendar, one meeting, and what its secretary and who presides do there."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.models import User
from accounts.staff.queries import holders_of_role
from accounts.web.attempt import attempt
from accounts.web.confirm_self import confirms_self
from accounts.web.file_answer import pdf_answer
from risk.committee import policies, queries, story
from risk.committee.agenda import cases_without_meeting
from risk.committee.bench import Bench, bench_of
from risk.committee.drawing import LANGUAGES
from risk.committee.reading import KEEP, SIT
from risk.forms.committee import ListCaseForm, MeetingForm, ReasonForm, SeatMemberForm
from risk.lists import MEETINGS
from risk.models import CommitteeMeeting
from risk.services.call_meeting import call_meeting
from risk.services.cancel_meeting import cancel_meeting
from risk.services.close_meeting import close_meeting
from risk.services.confirm_minutes import confirm_minutes
from risk.services.list_case import list_case
from risk.services.mark_attendance import mark_attendance
from risk.services.open_meeting import open_meeting
from risk.services.plan_meeting import plan_meeting
from risk.services.seat_member import seat_member
from risk.services.take_out_minutes import take_out_minutes

Status = CommitteeMeeting.Status
PRESENTERS = ("risk_officer", "risk_manager", "business_manager")


@staff("risk.see_committee")
def calendar(request: PersonRequest) -> HttpResponse:
    """Show the next meeting, what waits for the reader, the month's sheet and the list of all meetings."""
    user = request.user
    first_on = _month(request.GET.get("month", ""))
    from_at = dt.datetime.combine(first_on - dt.timedelta(days=7), dt.time.min, clock.SHANGHAI)
    shown = MEETINGS.open(request, queries.meetings())
    waiting = (
        queries.waiting_items(user).select_related("meeting", "case").order_by("meeting__starts_at", "rank")
    )
    context = {
        "next": queries.next_meeting(),
        "waiting": list(waiting[:20]),
        "weeks": story.month_sheet(
            first_on, queries.meetings_between(from_at, from_at + dt.timedelta(days=46))
        ),
        "month": first_on,
        "before": first_on - dt.timedelta(days=1),
        "after": (first_on + dt.timedelta(days=32)).replace(day=1),
        "list": shown,
        "may_keep": user.has_right(KEEP),
        "without_meeting": cases_without_meeting().count() if user.has_right(KEEP) else 0,
    }
    return shown.answer or render(request, "risk/office/committee.html", context)


@staff("risk.keep_committee")
@require_http_methods(["GET", "POST"])
def plan(request: PersonRequest) -> HttpResponse:
    """Plan a meeting."""
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            planned = plan_meeting(wish=form.wish, actor=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The meeting is in the calendar. Lay cases before it, then call it."))
            return redirect("committee_meeting", number=planned.number)
    status = 422 if form.is_bound else 200
    return render(request, "risk/office/committee_plan.html", {"form": form}, status=status)


@staff("risk.see_committee")
@require_GET
def meeting(request: PersonRequest, number: str) -> HttpResponse:
    """Show a meeting with its agenda, attendance and what the reader may do."""
    return _show(request, policies.access_meeting(request.user, number))


@staff("risk.keep_committee")
@require_POST
def list_one(request: PersonRequest, number: str) -> HttpResponse:
    """Lay a case before the meeting."""
    found = policies.access_meeting(request.user, number)
    form = ListCaseForm(request.POST, cases=cases_without_meeting(), presenters=_presenters())
    return _act(
        request,
        found,
        {"list_form": form},
        lambda: list_case(
            meeting=found,
            case=form.chosen_case,
            presenter=form.chosen_presenter,
            proposal=form.proposal,
            actor=request.user,
        ),
        _("The case is on the agenda."),
    )


@staff("risk.keep_committee")
@require_POST
def call(request: PersonRequest, number: str) -> HttpResponse:
    """Call the members."""
    found = policies.access_meeting(request.user, number)
    return _act(
        request,
        found,
        {},
        lambda: call_meeting(meeting=found, actor=request.user),
        _("The packs are frozen and the members are called."),
    )


@staff("risk.keep_committee")
@require_POST
def cancel(request: PersonRequest, number: str) -> HttpResponse:
    """Call the meeting off."""
    found = policies.access_meeting(request.user, number)
    form = ReasonForm(request.POST, prefix="cancel")
    return _act(
        request,
        found,
        {"cancel_form": form},
        lambda: cancel_meeting(meeting=found, reason=form.cleaned_data["reason"], actor=request.user),
        _("The meeting is called off; its cases come before the next one."),
    )


@staff("risk.keep_committee")
@require_POST
def seat(request: PersonRequest, number: str) -> HttpResponse:
    """Seat somebody else."""
    found = policies.access_meeting(request.user, number)
    bench = bench_of(found)
    form = SeatMemberForm(request.POST, prefix="seat", rules=bench.rules, people=_people(bench))
    return _act(
        request,
        found,
        {"seat_form": form},
        lambda: seat_member(
            meeting=found,
            code=form.cleaned_data["code"],
            member=form.chosen_member,
            actor=request.user,
        ),
        _("The seat is taken by another member, who is called."),
    )


@staff("risk.see_committee")
@require_POST
def attendance(request: PersonRequest, number: str) -> HttpResponse:
    """Note who is here: the secretary in a room, each member alone in writing."""
    found = policies.access_meeting(request.user, number)
    is_present = request.POST.get("is_present") == "yes"
    return _act(
        request,
        found,
        {},
        lambda: mark_attendance(
            meeting=found,
            code=request.POST.get("seat", ""),
            is_present=is_present,
            actor=request.user,
            is_secretary=request.user.has_right(KEEP),
        ),
        _("Noted as present.") if is_present else _("Noted as absent."),
    )


@staff("risk.chair_committee")
@require_POST
def open_session(request: PersonRequest, number: str) -> HttpResponse:
    """Open the meeting."""
    found = policies.access_meeting(request.user, number)
    return _act(
        request,
        found,
        {},
        lambda: open_meeting(meeting=found, actor=request.user),
        _("The meeting is in session."),
    )


@staff("risk.chair_committee")
@require_POST
def close_session(request: PersonRequest, number: str) -> HttpResponse:
    """End the meeting."""
    found = policies.access_meeting(request.user, number)
    return _act(
        request,
        found,
        {},
        lambda: close_meeting(meeting=found, actor=request.user),
        _("The meeting is over. Its minutes wait for your confirmation."),
    )


@staff("risk.chair_committee")
@confirms_self("decision")
@require_POST
def confirm(request: PersonRequest, number: str) -> HttpResponse:
    """Confirm the minutes."""
    found = policies.access_meeting(request.user, number)
    return _act(
        request,
        found,
        {},
        lambda: confirm_minutes(meeting=found, actor=request.user),
        _("The minutes are confirmed and sealed."),
    )


@staff("risk.see_committee")
@require_GET
def minutes(request: PersonRequest, number: str, language: str) -> HttpResponse:
    """Hand the sealed minutes out as PDF."""
    found = policies.access_minutes(request.user, number)
    if language not in LANGUAGES:
        raise Http404
    try:
        content = take_out_minutes(minutes=found, language=language, reader=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("committee_meeting", number=number)
    return pdf_answer(content, f"{found.number}-{language}.pdf", disposition="attachment")


def _act(
    request: PersonRequest,
    found: CommitteeMeeting,
    forms: dict[str, Any],
    act: Callable[[], Any],
    done: str,
) -> HttpResponse:
    """Do one thing on a meeting's page; show the page again with the form, or the refusal, where it was refused."""
    if attempt(request, next(iter(forms.values()), None), act, done):
        return redirect("committee_meeting", number=found.number)
    return _show(request, found, forms)


def _show(
    request: PersonRequest, found: CommitteeMeeting, forms: dict[str, Any] | None = None
) -> HttpResponse:
    user, bench = request.user, bench_of(found)
    given = forms or {}
    own = bench.seat_of(user)
    may_keep = user.has_right(KEEP)
    is_ahead, is_called = found.status in CommitteeMeeting.AHEAD, found.status == Status.CALLED
    waiting = list(cases_without_meeting()[:50]) if may_keep and is_ahead else []
    presiding = bench.confirming_seat if found.status == Status.CLOSED else bench.presiding_seat
    presides = presiding is not None and is_same_person(presiding.member, user)
    context = {
        "meeting": found,
        "facts": story.meeting_facts(found, bench),
        "seats": [(seat, bench.titles[seat.code]) for seat in bench.seats],
        "gap_words": bench.gap_words() if is_called or found.status == Status.OPEN else "",
        "agenda": queries.agenda(found, user),
        "own_seat": own,
        "may_keep": may_keep,
        "presides": presides,
        "marks_attendance": may_keep and found.kind == CommitteeMeeting.Kind.IN_PERSON,
        "may_come": own is not None and found.kind == CommitteeMeeting.Kind.VIRTUAL,
        "is_attended": is_called or found.status == Status.OPEN,
        "list_form": given.get("list_form") or ListCaseForm(cases=waiting, presenters=_presenters())
        if waiting
        else None,
        "cancel_form": given.get("cancel_form") or ReasonForm(prefix="cancel")
        if may_keep and is_ahead
        else None,
        "seat_form": given.get("seat_form")
        or SeatMemberForm(prefix="seat", rules=bench.rules, people=_people(bench))
        if may_keep and is_called
        else None,
    }
    return render(request, "risk/office/committee_meeting.html", context, status=422 if given else 200)


def _presenters() -> list[User]:
    return [user for role in PRESENTERS for user in holders_of_role(role)]


def _people(bench: Bench) -> list[User]:
    """Return who could sit in one of the seats and does not yet."""
    roles = {role for seat in bench.rules.seats for role in (seat.role, seat.deputy_role) if role}
    people = {user.pk: user for role in sorted(roles) for user in holders_of_role(role)}
    return [user for user in people.values() if user.has_right(SIT) and bench.seat_of(user) is None]


def _month(text: str) -> dt.date:
    """Return the first day of the month asked for (2026-11), of this month where it cannot be read."""
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return clock.wall_date().replace(day=1)
