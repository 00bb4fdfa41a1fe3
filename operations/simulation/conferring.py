"""The credit committee of the demo company meets once in its last days and is called again."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from accounts import clock
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from accounts.staff.queries import holders_of_role
from lending.models import Application
from lending.services.save_application import save_application
from lending.services.start_application import start_application
from operations.simulation.case_checks import find_all_in_order
from operations.simulation.papers import send_in
from operations.simulation.people import open_customer
from operations.simulation.showcase import FACTS
from risk.cases.against_card import card_says
from risk.committee.votes import VoteWish
from risk.domain.committee import Condition
from risk.models import AgendaItem, CaseOverride, CommitteeMeeting, CreditCase
from risk.services.break_tie import CastingWish, break_tie
from risk.services.call_meeting import call_meeting
from risk.services.cast_vote import cast_vote
from risk.services.close_meeting import close_meeting
from risk.services.close_vote import close_vote
from risk.services.confirm_minutes import confirm_minutes
from risk.services.declare_interest import declare_interest
from risk.services.list_case import Proposal, list_case
from risk.services.mark_attendance import mark_attendance
from risk.services.note_discussion import note_discussion
from risk.services.open_meeting import open_meeting
from risk.services.open_vote import open_vote
from risk.services.override_case import override_case
from risk.services.plan_meeting import MeetingWish, plan_meeting
from risk.services.review_case import review_case
from risk.services.send_to_committee import send_to_committee

GRADE = "B"
# When meetings begin, and so many days before the first of them its members are called.
HOUR = dt.time(16)
NOTICE_DAYS = 2
AMOUNTS_FEN = (48_000_00, 42_000_00)
INCOME_FEN = 16_000_00
CONDITION = "提供近三个月工资流水"
BEFORE_PAYOUT = "放款前提供装修合同原件"
AFTERWARDS = "满一年时提供个人所得税完税证明"
# Finance is recused; two are for the loan, two against, one abstains, and the chair breaks the tie.
VOTES = (
    ("chair", VoteWish("approve", ("income_sufficient",), "收入稳定，可以覆盖月供。")),
    ("vice_chair", VoteWish("abstain", (), "材料尚不足以判断。")),
    ("risk", VoteWish("reject", ("too_much_debt",), "单笔金额偏大，负债率接近上限。")),
    ("member_1", VoteWish("reject", ("too_much_debt",), "建议先结清部分他行负债。")),
    (
        "member_2",
        VoteWish(
            "conditions", ("income_sufficient",), "同意，但须核实收入。", conditions=(Condition(CONDITION),)
        ),
    ),
)


def bring_first(random: Random, *, domain: str) -> None:
    """Lay a large loan before a meeting in two days, in the afternoon of a simulated day."""
    day, secretary = clock.wall_date(), _secretary()
    case = _bring_before(random, f"committee1@{domain}", AMOUNTS_FEN[0], secretary)
    with clock.simulated(day, dt.time(17)):
        _call(case, secretary, days=NOTICE_DAYS)


def hold_meetings() -> None:
    """Hold the meeting of this simulated day, if there is one: a tie, broken by a casting vote."""
    meetings = CommitteeMeeting.objects.filter(
        status=CommitteeMeeting.Status.CALLED, starts_at__date=clock.wall_date()
    )
    for meeting in meetings.order_by("pk"):
        _hold(meeting.items.get(), _secretary())


def leave_committee(random: Random, *, domain: str) -> None:
    """Let another large loan wait for the next meeting."""
    secretary = _secretary()
    case = _bring_before(random, f"committee2@{domain}", AMOUNTS_FEN[1], secretary)
    _call(case, secretary, days=5)


def _secretary() -> User:
    return holders_of_role("risk_officer")[0]


def _bring_before(random: Random, email: str, amount_fen: int, secretary: User) -> CreditCase:
    borrower = open_customer(random, email)
    application = start_application(borrower=borrower, product_code="steady")
    values = {**FACTS, "amount_fen": amount_fen, "monthly_income_fen": INCOME_FEN}
    save_application(application=application, borrower=borrower, values=values)
    send_in(application, borrower)
    deliver_events()
    case = CreditCase.objects.get(application=Application.objects.get(pk=application.pk))
    find_all_in_order(case, secretary)
    review_case(case=case, reviewer=secretary, opinion="收入稳定，但单笔金额较大，建议上会审议。")
    if card_says(case, CaseOverride.Kind.GRADE) != GRADE:
        override_case(
            case=case,
            made_by=secretary,
            kind=CaseOverride.Kind.GRADE,
            to_value=GRADE,
            reason="verified_income",
            words="核实了近一年工资流水与公积金，收入稳定。",
        )
    return send_to_committee(case=case, actor=holders_of_role("risk_manager")[0])


def _call(case: CreditCase, secretary: User, *, days: int) -> AgendaItem:
    """Lay a case before a meeting in the afternoon some days ahead, and call the members."""
    day = clock.wall_date() + dt.timedelta(days=days)
    starts_at = dt.datetime.combine(day, HOUR, clock.SHANGHAI)
    meeting = plan_meeting(
        wish=MeetingWish(CommitteeMeeting.Kind.IN_PERSON, starts_at, place="总部 8 楼会议室"),
        actor=secretary,
    )
    amount_fen = case.application.amount_fen or 0
    item = list_case(
        meeting=meeting,
        case=case,
        presenter=secretary,
        proposal=Proposal(amount_fen, GRADE, 2 * amount_fen, _asked_later(day)),
        actor=secretary,
    )
    call_meeting(meeting=meeting, actor=secretary)
    return item


def _asked_later(day: dt.date) -> tuple[Condition, ...]:
    """What a plain yes asks for: before the payout, and a year on."""
    return (
        Condition(BEFORE_PAYOUT, "later", day + dt.timedelta(days=30)),
        Condition(AFTERWARDS, "subsequent", day + dt.timedelta(days=365)),
    )


def _hold(item: AgendaItem, secretary: User) -> None:
    """Hold a meeting at its hour, and confirm its minutes two hours after it ended."""
    meeting = item.meeting
    members = {seat.code: seat.member for seat in meeting.seats.select_related("member")}
    with _minutes_into(meeting, -5):
        for code in members:
            mark_attendance(meeting=meeting, code=code, is_present=True, actor=secretary, is_secretary=True)
    with _minutes_into(meeting, 1):
        open_meeting(meeting=meeting, actor=members["chair"])
        declare_interest(item=item, member=members["finance"], ground="family", words="借款人是我的表弟。")
        for code, _wish in VOTES:
            declare_interest(item=item, member=members[code], ground="none")
    with _minutes_into(meeting, 25):
        open_vote(item=item, actor=members["chair"])
        for code, wish in VOTES:
            cast_vote(item=item, member=members[code], wish=wish, key=f"showcase:{code}")
    with _minutes_into(meeting, 35):
        close_vote(item=item, actor=members["chair"])
        wish = CastingWish(True, ("good_history",), "同意附条件放款，条件落实后风险可控。")
        break_tie(item=item, actor=members["chair"], wish=wish)
        note_discussion(
            item=item, words="汇报人介绍收入与负债情况；风控经理提示负债率接近上限。", actor=secretary
        )
    with _minutes_into(meeting, 40):
        close_meeting(meeting=meeting, actor=members["chair"])
    with _minutes_into(meeting, 160):
        confirm_minutes(meeting=meeting, actor=members["chair"])
        deliver_events()


@contextmanager
def _minutes_into(meeting: CommitteeMeeting, minutes: int) -> Iterator[None]:
    at = (meeting.starts_at + dt.timedelta(minutes=minutes)).astimezone(clock.SHANGHAI)
    with clock.simulated(at.date(), at.time()):
        yield
