"""A meeting from the call to the sealed minutes, with a recusal and a tie that the chair breaks."""

import json

import pytest

from accounts.errors import Refused
from accounts.models import Event, Message, User
from lending.models import Application, BorrowerStanding
from risk.committee.bench import bench_of
from risk.committee.invariants import committee_decides_by_count, committee_papers_hold
from risk.domain.committee import Condition
from risk.models import AgendaItem, CastingVote, CommitteeMinutes, CreditCase, OpenedVote
from risk.services.break_tie import CastingWish, break_tie
from risk.services.close_meeting import close_meeting
from risk.services.close_vote import close_vote
from risk.services.confirm_minutes import confirm_minutes
from risk.services.declare_interest import declare_interest
from risk.services.mark_attendance import mark_attendance
from risk.services.note_discussion import note_discussion
from risk.services.open_meeting import open_meeting
from risk.services.open_vote import open_vote
from tests.risk.committee.bodies import Body


def states(item: AgendaItem) -> tuple[str, str, str, str]:
    item.refresh_from_db()
    case = CreditCase.objects.get(pk=item.case_id)
    return item.status, item.result, case.status, Application.objects.get(pk=case.application_id).status


def tied_after_a_recusal(body: Body, case: CreditCase) -> AgendaItem:
    """Return an item on which one is recused, two are for, two against, and one abstains."""
    (item,) = body.opened(case)
    declare_interest(
        item=item, member=body.members["finance"], ground="family", words="The borrower is my cousin."
    )
    body.declare(item, "chair", "vice_chair", "risk", "member_1", "member_2")
    open_vote(item=item, actor=body.chair)
    body.vote_all(item, chair="approve", risk="reject", member_1="reject", vice_chair="abstain")
    body.vote(
        item,
        "member_2",
        "conditions",
        amount_fen=8_000_00,
        grade="C",
        limit_fen=15_000_00,
        conditions=(Condition("Payslips of the last three months"),),
    )
    return close_vote(item=item, actor=body.chair)


def test_a_recusal_and_a_tie_that_the_chair_breaks(body: Body, case: CreditCase) -> None:
    item = tied_after_a_recusal(body, case)
    assert states(item) == ("tied", "tied", "on_agenda", "committee")
    assert item.tally == {
        "approve": 1,
        "conditions": 1,
        "reject": 2,
        "returned": 0,
        "abstain": 1,
        "result": "tied",
        "is_vetoed": False,
    }
    assert bench_of(item.meeting, item).recused == {"finance"}
    wish = CastingWish(True, ("good_history",), "Four earlier loans were repaid to the day.")
    for other in ("vice_chair", "risk", "finance"):
        with pytest.raises(Refused, match="not_presiding"):
            break_tie(item=item, actor=body.members[other], wish=wish)
    assert states(item) == ("tied", "tied", "on_agenda", "committee")
    break_tie(item=item, actor=body.chair, wish=wish)
    assert states(item) == ("decided", "conditions", "decided", "approved")

    # After a tie every vote for the loan is needed: the least of them holds, with the condition.
    decision = CreditCase.objects.get(pk=case.pk).decision
    assert decision is not None
    assert (decision.outcome, decision.amount_fen, decision.grade) == ("conditions", 8_000_00, "C")
    assert decision.conditions == "Payslips of the last three months"
    assert decision.reasons == ["good_history", "income_sufficient"]
    assert decision.decided_by == body.chair
    standing = BorrowerStanding.objects.get()
    assert (standing.grade, standing.limit_fen) == ("C", 15_000_00)
    with pytest.raises(Refused, match="not_tied"):
        break_tie(item=item, actor=body.chair, wish=wish)
    assert CastingVote.objects.count() == 1


def test_the_minutes_say_it_all_and_are_sealed(body: Body, case: CreditCase) -> None:
    item = tied_after_a_recusal(body, case)
    wish = CastingWish(False, ("too_much_debt",), "Too much for this income.")
    break_tie(item=item, actor=body.chair, wish=wish)
    note_discussion(item=item, words="The reviewer presented the income.", actor=body.secretary)
    meeting = close_meeting(meeting=item.meeting, actor=body.chair)
    with pytest.raises(Refused, match="not_presiding"):
        confirm_minutes(meeting=meeting, actor=body.members["vice_chair"])
    minutes = confirm_minutes(meeting=meeting, actor=body.chair)
    said = json.loads(minutes.content)
    (about,) = said["items"]
    assert [seat["came_at"] != "" for seat in said["seats"]] == [True] * 6
    assert about["recusals"] == [{"seat": "finance", "ground": "family"}]
    assert [(vote["seat"], vote["choice"]) for vote in about["votes"]] == [
        ("chair", "approve"),
        ("vice_chair", "abstain"),
        ("risk", "reject"),
        ("member_1", "reject"),
        ("member_2", "conditions"),
    ]
    assert about["casting"] == {
        "seat": "chair",
        "is_for": False,
        "reasons": ["too_much_debt"],
        "words": "Too much for this income.",
    }
    assert (about["result"], about["offer"], about["discussion"]) == (
        "rejected",
        None,
        "The reviewer presented the income.",
    )
    assert "李借" not in minutes.content
    assert committee_papers_hold() == committee_decides_by_count() == []
    with pytest.raises(Refused, match="not_closed"):
        confirm_minutes(meeting=meeting, actor=body.chair)
    with pytest.raises(Refused, match="not_now"):
        note_discussion(item=item, words="Something else.", actor=body.secretary)
    assert CommitteeMinutes.objects.count() == 1


def test_a_tie_without_a_casting_vote_stays_undecided(body: Body, case: CreditCase) -> None:
    item = tied_after_a_recusal(body, case)
    for wish, code in (
        (CastingWish(True, ("good_history",), " "), "no_words"),
        (CastingWish(True, (), "Why not."), "no_reason"),
        (CastingWish(True, ("too_much_debt",), "A reason of the other side."), "no_reason"),
    ):
        with pytest.raises(Refused, match=code):
            break_tie(item=item, actor=body.chair, wish=wish)
    close_meeting(meeting=item.meeting, actor=body.chair)
    assert states(item) == ("put_back", "tied", "on_agenda", "committee")
    again = body.plan()
    (taken_up,) = again.items.all()
    assert (taken_up.case, taken_up.amount_fen, taken_up.status) == (case, 10_000_00, "listed")


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (["approve"] * 6, ("decided", "approved", "decided", "approved")),
        (["reject"] * 4 + ["approve"] * 2, ("decided", "rejected", "decided", "rejected")),
        (["return"] * 4 + ["approve"] * 2, ("decided", "returned", "decided", "returned")),
        (
            ["approve"] * 2 + ["reject"] * 2 + ["abstain"] * 2,
            ("put_back", "no_majority", "on_agenda", "committee"),
        ),
    ],
)
def test_what_the_count_says_is_carried_out(
    body: Body, case: CreditCase, choices: list[str], expected: tuple[str, ...]
) -> None:
    item = body.voting(case)
    body.vote_all(item, **dict(zip(body.members, choices, strict=True)))
    close_vote(item=item, actor=body.chair)
    assert states(item) == expected
    assert OpenedVote.objects.count() == 6


def test_a_veto_outvotes_five(body: Body, case: CreditCase) -> None:
    item = body.voting(case)
    body.vote_all(
        item,
        **dict.fromkeys(("chair", "vice_chair", "finance", "member_1", "member_2"), "approve"),
    )
    with pytest.raises(Refused, match="votes_missing"):
        close_vote(item=item, actor=body.chair)
    body.vote(item, "risk", "reject", is_veto=True)
    close_vote(item=item, actor=body.chair)
    assert states(item) == ("decided", "rejected", "decided", "rejected")
    decision = CreditCase.objects.get(pk=case.pk).decision
    assert decision is not None
    assert (item.tally["is_vetoed"], decision.reasons) == (True, ["too_much_debt"])
    assert not BorrowerStanding.objects.exclude(grade="").exists()


def test_only_the_holder_vetoes_and_only_a_no_is_one(body: Body, case: CreditCase) -> None:
    item = body.voting(case)
    with pytest.raises(Refused, match="veto_not_yours"):
        body.vote(item, "finance", "reject", is_veto=True)
    with pytest.raises(Refused, match="veto_not_yours"):
        body.vote(item, "risk", "approve", is_veto=True)
    assert item.votes.count() == 0


def test_a_recusal_lowers_nobodys_quorum(body: Body, case: CreditCase) -> None:
    """Four are here, which is the quorum; with one of them recused three are left, which is none."""
    (item,) = body.called(case)
    body.come(item.meeting)
    meeting = open_meeting(meeting=item.meeting, actor=body.chair)
    for code in ("member_1", "member_2"):
        mark_attendance(meeting=meeting, code=code, is_present=False, actor=body.secretary, is_secretary=True)
    declare_interest(item=item, member=body.members["finance"], ground="other", words="Landlord.")
    body.declare(item, "chair", "vice_chair", "risk")
    with pytest.raises(Refused, match="no_quorum") as refused:
        open_vote(item=item, actor=body.chair)
    assert "3" in str(refused.value.message)
    assert "4" in str(refused.value.message)
    assert states(item)[0] == "listed"


def test_the_one_who_examined_the_case_is_recused_unasked(body: Body, borrower: User) -> None:
    case = body.case_of(borrower, reviewer=body.members["risk"])
    (item,) = body.opened(case)
    assert bench_of(item.meeting, item).recused == {"risk"}
    body.declare(item, "chair", "vice_chair", "finance", "member_1", "member_2")
    # The seat that must vote is empty for this item: the veto holder's deputy has to be seated.
    with pytest.raises(Refused, match="no_quorum"):
        open_vote(item=item, actor=body.chair)


def test_where_the_chair_is_recused_the_deputy_presides(body: Body, case: CreditCase) -> None:
    (item,) = body.opened(case)
    declare_interest(item=item, member=body.chair, ground="business", words="We own a shop together.")
    body.declare(item, "vice_chair", "risk", "finance", "member_1", "member_2")
    with pytest.raises(Refused, match="not_presiding"):
        open_vote(item=item, actor=body.chair)
    vice = body.members["vice_chair"]
    open_vote(item=item, actor=vice)
    with pytest.raises(Refused, match="recused"):
        body.vote(item, "chair", "approve")
    body.vote_all(item, **dict.fromkeys(("vice_chair", "risk", "finance", "member_1", "member_2"), "approve"))
    close_vote(item=item, actor=vice)
    assert states(item) == ("decided", "approved", "decided", "approved")


def test_members_are_called_by_a_message(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    sent = Message.objects.filter(template="committee_called", channel="inbox")
    assert {message.to for message in sent} == set(body.members.values())
    assert {message.link for message in sent} == {f"/office/risk/committee/meetings/{item.meeting.number}/"}
    assert "李借" not in "".join(message.body for message in sent)


def test_no_event_says_how_anybody_voted(body: Body, case: CreditCase) -> None:
    item = body.voting(case)
    body.vote_all(item, chair="approve", risk="reject")
    told = Event.objects.filter(subject_type="agendaitem", kind="agenda_item.voted")
    assert [event.data for event in told.order_by("pk")] == [{"seat": "chair"}, {"seat": "risk"}]
