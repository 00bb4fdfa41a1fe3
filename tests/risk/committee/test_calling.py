"""Planning, calling, seating, meetings in writing that run out, reminders."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Event, Message, User
from accounts.services.deliver_events import deliver_events
from accounts.staff.open_work import open_work_of
from lending.models import Application, Decision
from lending.services.withdraw_application import withdraw_application
from risk.committee.agenda import cases_without_meeting
from risk.committee.bench import bench_of
from risk.committee.queries import waiting_items
from risk.models import AgendaItem, CommitteeMeeting, CommitteePack, CommitteeSeat, CreditCase, OpenedVote
from risk.services.call_meeting import call_meeting
from risk.services.cancel_meeting import cancel_meeting
from risk.services.close_vote import close_vote
from risk.services.end_meetings_in_writing import end_meetings_in_writing, find_meetings_to_end
from risk.services.list_case import Proposal
from risk.services.mark_attendance import mark_attendance
from risk.services.open_meeting import open_meeting
from risk.services.plan_meeting import MeetingWish, plan_meeting
from risk.services.put_back_item import put_back_item
from risk.services.remind_members import remind_members
from risk.services.seat_member import seat_member
from tests.factories import make_customer, make_staff
from tests.risk.committee.bodies import ROLES, Body, later


def at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    """Let the wall clock show another moment."""
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.mark.parametrize(
    ("kind", "ahead", "lasts", "place", "refusal"),
    [
        ("in_person", -1, None, "Room 801", "in_the_past"),
        ("in_person", 48, None, " ", "no_place"),
        ("virtual", 48, None, "", "no_end"),
        ("virtual", 48, 0, "", "no_end"),
        ("virtual", 48, 49, "", "too_long"),
    ],
)
def test_a_meeting_is_planned_with_what_it_needs(
    body: Body, kind: str, ahead: int, lasts: int | None, place: str, refusal: str
) -> None:
    starts_at = clock.now() + dt.timedelta(hours=ahead)
    closes_at = None if lasts is None else starts_at + dt.timedelta(hours=lasts)
    with pytest.raises(Refused, match=refusal):
        plan_meeting(wish=MeetingWish(kind, starts_at, closes_at, place), actor=body.secretary)
    assert not CommitteeMeeting.objects.exists()


@pytest.mark.parametrize(
    ("proposal", "refusal"),
    [
        (Proposal(10_100_00, "B", 20_000_00), "amount_outside"),
        (Proposal(100_00, "B", 20_000_00), "amount_outside"),
        (Proposal(10_000_00, "Z", 20_000_00), "grade_not_served"),
        (Proposal(10_000_00, "B", 9_000_00), "limit_too_small"),
    ],
)
def test_a_case_is_laid_before_it_with_a_proposal_that_can_be_made(
    body: Body, case: CreditCase, proposal: Proposal, refusal: str
) -> None:
    meeting = body.plan()
    assert list(cases_without_meeting()) == [case]
    with pytest.raises(Refused, match=refusal):
        body.lay(meeting, case, proposal)
    body.lay(meeting, case)
    assert list(cases_without_meeting()) == []
    with pytest.raises(Refused, match="already_listed"):
        body.lay(body.plan(), case)
    assert AgendaItem.objects.count() == 1


def test_the_call_fills_the_seats_and_freezes_the_packs(body: Body, case: CreditCase) -> None:
    meeting = body.plan()
    with pytest.raises(Refused, match="no_items"):
        call_meeting(meeting=meeting, actor=body.secretary)
    item = body.lay(meeting, case)
    called = call_meeting(meeting=meeting, actor=body.secretary)
    assert {seat.code: seat.member for seat in bench_of(called).seats} == body.members
    assert CommitteePack.objects.get().item == item
    with pytest.raises(Refused, match="stale_meeting"):
        call_meeting(meeting=meeting, actor=body.secretary)


def test_members_are_called_in_time_and_every_seat_is_filled(body: Body, case: CreditCase) -> None:
    soon = body.plan(ahead=23)
    body.lay(soon, case)
    with pytest.raises(Refused, match="notice_too_short"):
        call_meeting(meeting=soon, actor=body.secretary)
    put_back_item(item=AgendaItem.objects.get(), actor=body.secretary, is_secretary=True)
    meeting = body.plan()
    User.objects.filter(pk=body.members["member_2"].pk).update(is_active=False)
    with pytest.raises(Refused, match="seat_empty"):
        call_meeting(meeting=meeting, actor=body.secretary)
    assert not CommitteeSeat.objects.exists()
    assert not CommitteePack.objects.exists()
    assert not Message.objects.filter(template="committee_called").exists()


def test_a_deputy_takes_a_seat_with_a_clean_slate(body: Body, borrower: User) -> None:
    case = body.case_of(borrower, reviewer=body.members["risk"])
    (item,) = body.called(case)
    assert bench_of(item.meeting, item).recused == {"risk"}
    deputy = make_staff("deputy@example.cn", "risk_manager")
    for member, refusal in (
        (body.members["finance"], "not_of_this_job"),
        (body.members["risk"], "sits_already"),
    ):
        with pytest.raises(Refused, match=refusal):
            seat_member(meeting=item.meeting, code="risk", member=member, actor=body.secretary)
    seat_member(meeting=item.meeting, code="risk", member=deputy, actor=body.secretary)
    bench = bench_of(item.meeting, item)
    assert bench.seat_of(deputy) is not None
    assert bench.seat_of(body.members["risk"]) is None
    assert bench.recused == frozenset()
    assert Message.objects.filter(template="committee_called", to=deputy, channel="inbox").count() == 1


def test_before_its_time_a_meeting_opens_only_when_everybody_has_come(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    meeting = item.meeting
    with pytest.raises(Refused, match="not_presiding"):
        open_meeting(meeting=meeting, actor=body.chair)
    body.come(meeting, "chair", "vice_chair", "risk", "finance", "member_1")
    with pytest.raises(Refused, match="too_early"):
        open_meeting(meeting=meeting, actor=body.chair)
    body.come(meeting, "member_2")
    with pytest.raises(Refused, match="not_presiding"):
        open_meeting(meeting=meeting, actor=body.members["vice_chair"])
    assert open_meeting(meeting=meeting, actor=body.chair).status == "open"


def test_a_room_without_a_quorum_is_not_opened(
    body: Body, case: CreditCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = body.called(case)
    at(monkeypatch, item.meeting.starts_at + dt.timedelta(minutes=5))
    body.come(item.meeting, "chair", "finance", "member_1", "member_2")
    with pytest.raises(Refused, match="no_quorum"):
        open_meeting(meeting=item.meeting, actor=body.chair)
    body.come(item.meeting, "risk")
    assert open_meeting(meeting=item.meeting, actor=body.chair).status == "open"


def in_writing(body: Body, case: CreditCase, monkeypatch: pytest.MonkeyPatch) -> AgendaItem:
    """Return an item of a meeting in writing to which everybody has come and declared."""
    (item,) = body.called(case, hours=48)
    at(monkeypatch, item.meeting.starts_at + dt.timedelta(minutes=5))
    body.come(item.meeting)
    open_meeting(meeting=item.meeting, actor=body.chair)
    body.declare(item)
    return AgendaItem.objects.get()


def test_time_never_approves(body: Body, case: CreditCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five of six are for the loan when the time is up: it is not approved, and their votes stay under seal."""
    item = in_writing(body, case, monkeypatch)
    assert find_meetings_to_end() == []
    for code in list(ROLES)[:5]:
        body.vote(item, code, "approve")
    at(monkeypatch, later(item.meeting))
    with pytest.raises(Refused, match="time_up"):
        body.vote(item, "member_2", "approve")
    with pytest.raises(Refused, match="time_up"):
        close_vote(item=item, actor=body.chair)
    ids = find_meetings_to_end()
    assert ids == [item.meeting_id]
    assert end_meetings_in_writing(ids) == 1
    assert end_meetings_in_writing(ids) == 0
    item.refresh_from_db()
    assert (item.status, item.result, item.tally) == ("put_back", "time_up", None)
    assert CommitteeMeeting.objects.get().status == "closed"
    assert not OpenedVote.objects.exists()
    assert not Decision.objects.exists()
    assert Application.objects.get().status == "committee"


def test_in_writing_too_the_count_decides(
    body: Body, case: CreditCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = in_writing(body, case, monkeypatch)
    body.vote_all(item, **dict.fromkeys(ROLES, "approve"))
    item = close_vote(item=item, actor=body.chair)
    assert (item.status, Application.objects.get().status) == ("decided", "approved")


def test_a_meeting_in_writing_that_nobody_opened_is_called_off(
    body: Body, case: CreditCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = body.called(case, hours=24)
    at(monkeypatch, later(item.meeting))
    assert end_meetings_in_writing(find_meetings_to_end()) == 1
    assert (CommitteeMeeting.objects.get().status, AgendaItem.objects.get().status) == (
        "cancelled",
        "put_back",
    )


def test_attendance_is_noted_by_whose_it_is(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    member = body.members["finance"]
    with pytest.raises(Refused, match="not_yours"):
        mark_attendance(
            meeting=item.meeting, code="finance", is_present=True, actor=member, is_secretary=False
        )
    (virtual,) = body.called(body.case_of(make_customer("second@example.cn")), hours=24)
    with pytest.raises(Refused, match="not_yours"):
        mark_attendance(
            meeting=virtual.meeting,
            code="finance",
            is_present=True,
            actor=body.secretary,
            is_secretary=True,
        )
    assert not CommitteeSeat.objects.filter(attended_at__isnull=False).exists()


def test_a_meeting_called_off_hands_its_cases_on(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    after = body.plan(ahead=96)
    with pytest.raises(Refused, match="no_reason"):
        cancel_meeting(meeting=item.meeting, reason=" ", actor=body.secretary)
    cancel_meeting(meeting=item.meeting, reason="The chair is ill.", actor=body.secretary)
    assert [(one.case, one.status) for one in after.items.all()] == [(case, "listed")]
    assert Message.objects.filter(template="committee_called_off", channel="inbox").count() == 6


def test_a_withdrawn_application_leaves_the_agenda(body: Body, case: CreditCase, borrower: User) -> None:
    (item,) = body.called(case)
    withdraw_application(application=case.application, borrower=borrower)
    deliver_events()
    deliver_events()
    item.refresh_from_db()
    assert (item.status, item.result) == ("dropped", "case_ended")


def test_who_has_something_to_do_is_reminded_once(
    body: Body, case: CreditCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = body.called(case)
    assert remind_members() == 0
    at(monkeypatch, item.meeting.starts_at - dt.timedelta(hours=20))
    body.declare(item, "chair", "risk")
    assert waiting_items(body.members["finance"]).count() == 1
    assert waiting_items(body.chair).count() == 0
    for _again in range(2):
        assert remind_members() == 1
    told = Message.objects.filter(template="committee_reminder", channel="inbox")
    assert {message.to for message in told} == {
        body.members[code] for code in ("vice_chair", "finance", "member_1", "member_2")
    }
    assert told.count() == 4


def test_a_leaver_leaves_a_seat_behind(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    (found,) = open_work_of(body.members["finance"])
    assert [one.number for one in found.items] == [item.meeting.number]
    assert Event.objects.filter(kind="committee_meeting.called").count() == 1
