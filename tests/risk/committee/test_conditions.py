"""Conditions of the committee: each with what it stops and its day, from the proposal to the loan."""

import datetime as dt
import json

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from lending.models import Application, DecisionCondition, Listing, Loan
from lending.services.answer_evidence import answer_evidence
from lending.services.disburse_loan import disburse_loan
from lending.services.send_evidence import send_evidence
from risk.committee.conditions import condition_words, read_conditions
from risk.committee.minutes import read_minutes
from risk.committee.statistics import committee_record
from risk.domain.committee import Condition
from risk.models import AgendaItem, CreditCase
from risk.services.call_meeting import call_meeting
from risk.services.close_meeting import close_meeting
from risk.services.close_vote import close_vote
from risk.services.confirm_minutes import confirm_minutes
from risk.services.list_case import Proposal
from risk.services.open_meeting import open_meeting
from risk.services.open_vote import open_vote
from risk.services.put_back_item import put_back_item
from tests.arrivals import arrive
from tests.lending import factories
from tests.risk.committee.bodies import ROLES, Body

HOME = "/office/risk/committee/"


def day(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def proposal(*conditions: Condition) -> Proposal:
    return Proposal(10_000_00, "B", 20_000_00, conditions)


def voting(body: Body, case: CreditCase, *conditions: Condition) -> AgendaItem:
    """Return an item with these conditions in its proposal that all six may vote on."""
    item = body.lay(body.plan(), case, proposal(*conditions))
    meeting = item.meeting
    call_meeting(meeting=meeting, actor=body.secretary)
    body.come(meeting)
    open_meeting(meeting=meeting, actor=body.chair)
    body.declare(item)
    return open_vote(item=item, actor=body.chair)


def test_each_condition_stops_what_it_says_it_stops(body: Body, case: CreditCase, borrower: User) -> None:
    """A plain yes to a proposal with conditions lends under them; a vote adds one of its own."""
    later, after = Condition("补充保险单", "later", day(20)), Condition("提供发票", "subsequent", day(200))
    item = voting(body, case, later, after)
    before = Condition("提供近三个月工资流水")
    body.vote(item, "risk", "conditions", conditions=(before, Condition("提供发票", "subsequent", day(100))))
    body.vote_all(item, **dict.fromkeys([code for code in ROLES if code != "risk"], "approve"))
    item = close_vote(item=item, actor=body.chair)
    assert (item.result, item.tally["result"]) == ("conditions", "conditions")  # type: ignore[index]
    rows = DecisionCondition.objects.order_by("pk").values_list("words", "kind", "due_on")
    assert sorted(rows) == sorted(
        [
            ("补充保险单", "later", day(20)),
            ("提供发票", "subsequent", day(100)),
            ("提供近三个月工资流水", "precedent", None),
        ]
    )
    minutes = confirm_minutes(meeting=close_meeting(meeting=item.meeting, actor=body.chair), actor=body.chair)
    (said,) = read_minutes(minutes)["items"]
    assert [condition_words(one) for one in read_conditions(said["offer"]["conditions"])] == [
        f"补充保险单（放款前，{day(20)}前）",
        f"提供发票（放款后，{day(100)}前）",
        "提供近三个月工资流水（上标前）",
    ]
    assert read_conditions(said["proposal"]["conditions"]) == (later, after)

    factories.accept(Application.objects.get(pk=case.application_id))
    assert not Listing.objects.exists()
    meet(before, borrower, body.secretary)
    listing = Listing.objects.get()
    factories.bid(factories.make_investor("lender@example.cn"), listing, 10_000_00)
    with pytest.raises(Refused, match="later_condition_open") as refusal:
        disburse_loan(listing_id=listing.pk, actor=None)
    assert str(refusal.value.message) == "批准条件尚未满足：补充保险单"
    assert not Loan.objects.exists()
    meet(later, borrower, body.secretary)
    assert Loan.objects.get().status == "active"


def meet(condition: Condition, borrower: User, decided_by: User) -> None:
    row = DecisionCondition.objects.get(words=condition.words)
    evidence = send_evidence(condition=row, sender=borrower, words="见附件")
    answer_evidence(evidence=evidence, decided_by=decided_by, is_accepted=True)
    deliver_events()


def test_a_plain_yes_counts_as_a_yes_in_the_record(body: Body, case: CreditCase) -> None:
    item = voting(body, case, Condition("提供发票", "subsequent", day(200)))
    body.vote_all(item, **dict.fromkeys(ROLES, "approve"))
    item = close_vote(item=item, actor=body.chair)
    assert (item.result, item.tally["result"], item.tally["conditions"]) == ("conditions", "approved", 0)  # type: ignore[index]
    record = committee_record(day(0), day(0))
    assert (record.decided, record.approved, record.unanimous) == (1, 1, 1)
    case.refresh_from_db()
    assert case.decision is not None
    assert case.decision.outcome == "conditions"


@pytest.mark.parametrize(
    ("kind", "days", "code"),
    [("later", None, "due_missing"), ("subsequent", None, "due_missing"), ("later", 0, "bad_date")],
)
def test_a_condition_without_its_day_is_not_laid_before_a_meeting(
    body: Body, case: CreditCase, kind: str, days: int | None, code: str
) -> None:
    meeting = body.plan()
    condition = Condition("补充保险单", kind, None if days is None else day(days))
    with pytest.raises(Refused, match=code):
        body.lay(meeting, case, proposal(condition))
    assert not AgendaItem.objects.exists()
    item = body.lay(meeting, case, proposal(Condition("补充保险单", kind, day(3))))
    assert item.conditions == [{"words": "补充保险单", "kind": kind, "due_on": day(3).isoformat()}]


def test_a_proposal_whose_day_is_over_by_the_next_meeting_waits_for_a_new_one(
    body: Body, case: CreditCase
) -> None:
    first = body.plan()
    item = body.lay(first, case, proposal(Condition("补充保险单", "later", day(3))))
    put_back_item(item=item, actor=body.secretary, is_secretary=True)
    second = body.plan(ahead=240)
    assert not second.items.exists()
    item = body.lay(second, case, proposal(Condition("补充保险单", "later", day(30))))
    put_back_item(item=item, actor=body.secretary, is_secretary=True)
    assert first.items.latest("rank").conditions == item.conditions


def test_the_page_takes_stage_and_day_and_keeps_what_was_typed(body: Body, case: CreditCase) -> None:
    meeting = body.plan()
    path = f"{HOME}meetings/{meeting.number}/list/"
    values = {
        "case": case.number,
        "presenter": body.reviewer.number,
        "amount": "10000",
        "grade": "B",
        "limit": "20000",
        "words_1": "补充保险单",
        "kind_1": "later",
    }
    secretary = arrive(body.secretary)
    shown = secretary.post(path, values)
    assert shown.status_code == 422
    for words in ("请填写期限", "补充保险单"):
        assert words in shown.content.decode()
    assert not AgendaItem.objects.exists()
    assert secretary.post(path, {**values, "due_1": day(9).isoformat()}).status_code == 302
    item = AgendaItem.objects.get()
    assert (
        f"补充保险单（放款前，{day(9)}前）" in secretary.get(f"{HOME}items/{item.number}/").content.decode()
    )


def test_votes_sealed_before_conditions_had_a_stage_are_read(body: Body) -> None:
    assert read_conditions(json.loads('["Payslips"]')) == (Condition("Payslips", "precedent", None),)
