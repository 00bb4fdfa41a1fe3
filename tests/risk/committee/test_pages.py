"""The committee's pages: a whole meeting through the browser's forms, the calendar, the minutes, the record."""

import datetime as dt
import hashlib

import pytest
from django.test import Client

from accounts import clock
from lending.models import Application, Instalment, Listing
from lending.services.disburse_loan import disburse_loan
from risk.committee.drawing import draw_minutes
from risk.committee.minutes import read_minutes
from risk.committee.statistics import committee_record
from risk.domain.committee_record import DueLine, Share, band_of, middle_hours, was_bad
from risk.models import AgendaItem, CommitteeMeeting, CommitteeMinutes, CreditCase
from risk.services.close_meeting import close_meeting
from risk.services.close_vote import close_vote
from risk.services.confirm_minutes import confirm_minutes
from risk.services.declare_interest import declare_interest
from risk.services.open_vote import open_vote
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.queries import assert_same_few_queries
from tests.risk.committee.bodies import REASONS, ROLES, Body

HOME = "/office/risk/committee/"


def done(client: Client, path: str, **values: object) -> None:
    """Send a form that has to be taken."""
    answer = client.post(path, {name.replace("__", "-"): value for name, value in values.items()})
    assert answer.status_code == 302, answer.context and [
        form.errors for form in answer.context.flatten().values() if hasattr(form, "errors")
    ]


def test_a_whole_meeting_by_its_pages(body: Body, case: CreditCase) -> None:
    secretary, chair = arrive(body.secretary), arrive(body.chair)
    starts = (clock.now() + dt.timedelta(days=2)).astimezone(clock.SHANGHAI)
    done(
        secretary,
        f"{HOME}plan/",
        kind="in_person",
        starts_at=f"{starts:%Y-%m-%dT%H:%M}",
        place="Room 801",
    )
    meeting = CommitteeMeeting.objects.get()
    path = f"{HOME}meetings/{meeting.number}/"
    form = secretary.get(path).context["list_form"]
    assert form.initial == {"amount": "10000.00", "limit": "10000.00"}
    done(
        secretary,
        f"{path}list/",
        case=case.number,
        presenter=body.reviewer.number,
        amount="10000",
        grade="B",
        limit="20000",
    )
    done(secretary, f"{path}call/")
    item = AgendaItem.objects.get()
    about = f"{HOME}items/{item.number}/"
    clients = {code: arrive(member) for code, member in body.members.items()}
    for code, client in clients.items():
        done(secretary, f"{path}attendance/", seat=code, is_present="yes")
        done(client, f"{about}declare/", declare__ground="none")
    done(chair, f"{path}open/")
    done(chair, f"{about}open/")
    for code, client in clients.items():
        vote = client.get(about).context["vote_form"]
        choice = "reject" if code in ("risk", "finance", "member_1") else "approve"
        done(
            client,
            f"{about}vote/",
            vote__choice=choice,
            vote__reasons=list(REASONS[choice]),
            vote__words="As I see it.",
            vote__idempotency_key=vote["idempotency_key"].value(),
        )
    done(chair, f"{about}count/")
    assert AgendaItem.objects.get().status == "tied"
    assert arrive(body.members["vice_chair"]).get(about).context["casting_form"] is None
    done(
        chair,
        f"{about}cast/",
        casting__way="for",
        casting__reasons=["good_history"],
        casting__words="They always paid.",
    )
    done(secretary, f"{about}note/", note__words="The income was discussed.")
    done(chair, f"{path}close/")
    done(chair, f"{path}confirm/")
    item, case = AgendaItem.objects.get(), CreditCase.objects.get()
    assert (item.status, item.result, case.status) == ("decided", "approved", "decided")
    shown = clients["finance"].get(about)
    assert [vote.is_dissent for vote in shown.context["votes"]] == [False, False, True, True, True, False]
    for language in ("zh-hans", "en"):
        answer = clients["finance"].get(f"{path}minutes/{language}/")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert clients["finance"].get(f"{path}minutes/fr/").status_code == 404


def test_a_refusal_is_shown_and_changes_nothing(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    chair = arrive(body.chair)
    answer = chair.post(f"{HOME}meetings/{item.meeting.number}/open/", follow=True)
    assert [str(message) for message in answer.context["messages"]] != []
    assert CommitteeMeeting.objects.get().status == "called"
    plan = arrive(body.secretary).post(f"{HOME}plan/", {"kind": "virtual", "starts_at": "2020-01-01T10:00"})
    assert plan.status_code == 422
    assert CommitteeMeeting.objects.count() == 1


def test_a_member_who_is_recused_reads_minutes_without_the_item(body: Body, case: CreditCase) -> None:
    (item,) = body.opened(case)
    declare_interest(item=item, member=body.members["finance"], ground="family", words="My cousin.")
    others = [code for code in ROLES if code != "finance"]
    body.declare(item, *others)
    open_vote(item=item, actor=body.chair)
    body.vote_all(item, **dict.fromkeys(others, "approve"))
    close_vote(item=item, actor=body.chair)
    minutes = confirm_minutes(meeting=close_meeting(meeting=item.meeting, actor=body.chair), actor=body.chair)
    said = read_minutes(minutes)
    whole = draw_minutes(minutes, said, "en")
    less = draw_minutes(minutes, said, "en", hidden={item.number})
    # The same minutes always give the same bytes, and the recused reader gets others.
    assert draw_minutes(minutes, said, "en") == whole != less
    path = f"{HOME}meetings/{item.meeting.number}/minutes/en/"
    digests = {
        code: hashlib.sha256(arrive(body.members[code]).get(path).content).hexdigest()
        for code in ("finance", "chair")
    }
    assert digests == {
        "finance": hashlib.sha256(less).hexdigest(),
        "chair": hashlib.sha256(whole).hexdigest(),
    }


def test_minutes_that_were_changed_are_not_handed_out(body: Body, case: CreditCase) -> None:
    (item,) = body.opened(case)
    minutes = confirm_minutes(meeting=close_meeting(meeting=item.meeting, actor=body.chair), actor=body.chair)
    CommitteeMinutes.objects.filter(pk=minutes.pk).update(content=minutes.content.replace("801", "802"))
    answer = arrive(body.chair).get(f"{HOME}meetings/{item.meeting.number}/minutes/en/")
    assert answer.status_code == 302


def test_the_calendar_asks_the_same_of_one_meeting_and_of_nine(body: Body) -> None:
    def grow(by: int) -> None:
        for _one in range(by):
            body.plan()

    assert_same_few_queries(arrive(body.secretary), HOME, grow=grow, limit=20)


def test_the_month_is_a_sheet_of_weeks(body: Body) -> None:
    weeks = arrive(body.secretary).get(f"{HOME}?month=2026-02").context["weeks"]
    assert (weeks[0][0].on, weeks[-1][-1].on) == (dt.date(2026, 1, 26), dt.date(2026, 3, 1))
    assert [day.on.day for day in weeks[0] if day.is_of_month] == [1]
    assert arrive(body.secretary).get(f"{HOME}?month=soon").context["month"].day == 1


# -- the record -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "is_bad"),
    [
        ([DueLine(dt.date(2026, 1, 1), dt.date(2026, 4, 1))], False),  # 90 days
        ([DueLine(dt.date(2026, 1, 1), dt.date(2026, 4, 2))], True),  # 91 days, though paid since
        ([DueLine(dt.date(2026, 6, 2), None)], False),
        ([DueLine(dt.date(2026, 6, 1), None)], True),
        ([DueLine(dt.date(2027, 1, 1), None)], False),
        ([], False),
    ],
)
def test_bad_is_more_than_ninety_days_late_at_any_time(lines: list[DueLine], is_bad: bool) -> None:
    assert was_bad(lines, dt.date(2026, 8, 31)) is is_bad
    assert was_bad(lines, dt.date(2026, 8, 31), is_written_off=True)


def test_bands_shares_and_medians() -> None:
    assert [band_of(fen) for fen in (1, 1_999_999, 2_000_000, 19_999_999, 20_000_000)] == [0, 0, 1, 3, 4]
    assert (Share(1, 3).ppm, Share(0, 0).ppm) == (333_333, None)
    assert (middle_hours([]), middle_hours([3600, 7200, 90_000])) == (None, 2)
    assert middle_hours([3600, 3 * 3600]) == 2


def test_the_record_follows_loans_until_they_go_bad(
    body: Body, case: CreditCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.wall_date()
    empty = committee_record(today, today)
    assert (empty.decided, empty.turnaround_hours, empty.bad_share.ppm) == (0, None, None)
    item = body.voting(case)
    body.vote_all(item, **dict.fromkeys(ROLES, "approve"))
    close_vote(item=item, actor=body.chair)
    application = factories.accept(Application.objects.get())
    listing = Listing.objects.get(application=application)
    factories.bid(factories.make_investor("lender@example.cn"), listing, listing.amount_fen)
    loan = disburse_loan(listing_id=listing.pk, actor=None)
    fresh = committee_record(today, today)
    assert (fresh.loans, fresh.bad, fresh.bad_share.ppm) == (1, 0, 0)
    first_due_on = Instalment.objects.filter(loan=loan).earliest("due_on").due_on
    for days, bad in ((90, 0), (91, 1)):
        monkeypatch.setattr(clock, "today", lambda days=days: first_due_on + dt.timedelta(days=days))
        record = committee_record(today, today)
        assert (record.loans, record.bad, record.bands[0].bad) == (1, bad, bad)
        assert {(one.loans, one.bad) for one in record.members} == {(1, bad)}


def test_the_record_counts_votes_by_member(body: Body, case: CreditCase) -> None:
    item = body.voting(case)
    body.vote_all(
        item,
        chair="approve",
        vice_chair="approve",
        risk="reject",
        finance="abstain",
        member_1="approve",
        member_2="approve",
    )
    close_vote(item=item, actor=body.chair)
    other = body.voting(body.case_of(make_customer("second@example.cn")))
    body.vote_all(other, **dict.fromkeys(ROLES, "return"))
    close_vote(item=other, actor=body.chair)
    today = clock.wall_date()
    record = committee_record(today, today)
    assert (record.decided, record.approved, record.returned, record.unanimous) == (2, 1, 1, 1)
    assert (record.unanimity.ppm, record.returns.ppm, record.turnaround_hours) == (500_000, 500_000, 0)
    assert record.loans == 0
    assert [(band.decided, band.approved) for band in record.bands] == [
        (2, 1),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
    ]
    lines = {one.name: (one.votes_for, one.against, one.abstained, one.dissents) for one in record.members}
    assert lines == {
        "chair": (1, 1, 0, 0),
        "vice_chair": (1, 1, 0, 0),
        "risk": (0, 2, 0, 1),
        "finance": (0, 1, 1, 0),
        "member_1": (1, 1, 0, 0),
        "member_2": (1, 1, 0, 0),
    }
    page = arrive(make_staff("auditor@example.cn", "auditor")).get(f"{HOME}statistics/")
    assert page.status_code == 200
