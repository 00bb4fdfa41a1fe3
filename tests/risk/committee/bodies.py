"""A committee with its people, a case before it, and the steps of a meeting, all by the services of life."""

import datetime as dt
from dataclasses import dataclass, field

from accounts import clock
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from risk.committee.votes import VoteWish
from risk.models import AgendaItem, CommitteeMeeting, CommitteeVote, CreditCase
from risk.services.call_meeting import call_meeting
from risk.services.cast_vote import cast_vote
from risk.services.declare_interest import declare_interest
from risk.services.list_case import Proposal, list_case
from risk.services.mark_attendance import mark_attendance
from risk.services.open_meeting import open_meeting
from risk.services.open_vote import open_vote
from risk.services.plan_meeting import MeetingWish, plan_meeting
from risk.services.send_to_committee import send_to_committee
from tests.factories import make_staff
from tests.lending import factories
from tests.risk.factories import review

ROLES = {
    "chair": "general_manager",
    "vice_chair": "director",
    "risk": "risk_manager",
    "finance": "finance_manager",
    "member_1": "committee_member",
    "member_2": "committee_member",
}
REASONS = {
    "approve": ("income_sufficient",),
    "conditions": ("income_sufficient",),
    "reject": ("too_much_debt",),
    "return": ("papers_missing",),
    "abstain": (),
}
PROPOSAL = Proposal(10_000_00, "B", 20_000_00)


@dataclass
class Body:
    """The members by seat, the secretary who keeps the minutes, and the officer who examined the case."""

    members: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.members = {code: make_staff(f"{code}@example.cn", role) for code, role in ROLES.items()}
        self.secretary = make_staff("secretary@example.cn", "risk_officer")
        self.reviewer = make_staff("reviewer@example.cn", "risk_officer")

    @property
    def chair(self) -> User:
        return self.members["chair"]

    def case_of(self, borrower: User, *, reviewer: User | None = None) -> CreditCase:
        """Return a reviewed case that was sent to the committee."""
        application = factories.make_submitted(borrower)
        deliver_events()
        case = CreditCase.objects.get(application=application)
        review(case, reviewer or self.reviewer, "Steady income, a large amount.")
        return send_to_committee(case=case, actor=self.members["risk"])

    def plan(self, *, hours: int | None = None, ahead: int = 48) -> CommitteeMeeting:
        """Plan a meeting in a room, or with `hours` one in writing that lasts so long."""
        starts_at = clock.now() + dt.timedelta(hours=ahead)
        wish = (
            MeetingWish("in_person", starts_at, place="Room 801")
            if hours is None
            else MeetingWish("virtual", starts_at, starts_at + dt.timedelta(hours=hours))
        )
        return plan_meeting(wish=wish, actor=self.secretary)

    def lay(self, meeting: CommitteeMeeting, case: CreditCase, proposal: Proposal = PROPOSAL) -> AgendaItem:
        return list_case(
            meeting=meeting,
            case=case,
            presenter=self.reviewer,
            proposal=proposal,
            actor=self.secretary,
        )

    def called(self, *cases: CreditCase, hours: int | None = None) -> list[AgendaItem]:
        """Return the items of a meeting to which the members were called."""
        meeting = self.plan(hours=hours)
        items = [self.lay(meeting, case) for case in cases]
        call_meeting(meeting=meeting, actor=self.secretary)
        return items

    def come(self, meeting: CommitteeMeeting, *codes: str) -> None:
        """Let the members of these seats come, all of them where none is named."""
        is_virtual = meeting.kind == CommitteeMeeting.Kind.VIRTUAL
        for code in codes or tuple(ROLES):
            mark_attendance(
                meeting=meeting,
                code=code,
                is_present=True,
                actor=self.members[code] if is_virtual else self.secretary,
                is_secretary=not is_virtual,
            )

    def declare(self, item: AgendaItem, *codes: str) -> None:
        for code in codes or tuple(ROLES):
            declare_interest(item=item, member=self.members[code], ground="none")

    def opened(self, *cases: CreditCase) -> list[AgendaItem]:
        """Return the items of a meeting in session in which everybody sits."""
        items = self.called(*cases)
        meeting = items[0].meeting
        self.come(meeting)
        open_meeting(meeting=meeting, actor=self.chair)
        return items

    def voting(self, case: CreditCase) -> AgendaItem:
        """Return an item that all six may vote on."""
        (item,) = self.opened(case)
        self.declare(item)
        return open_vote(item=item, actor=self.chair)

    def vote(self, item: AgendaItem, code: str, choice: str, **more: object) -> CommitteeVote:
        values = {"choice": choice, "reasons": REASONS[choice], "words": f"{code}: {choice}", **more}
        return cast_vote(
            item=item,
            member=self.members[code],
            wish=VoteWish(**values),  # type: ignore[arg-type]
            key=f"vote-{item.number}-{code}",
        )

    def vote_all(self, item: AgendaItem, **choices: str) -> None:
        for code, choice in choices.items():
            self.vote(item, code, choice)


def later(meeting: CommitteeMeeting) -> dt.datetime:
    """Return a moment after a meeting in writing is over."""
    assert meeting.closes_at is not None
    return meeting.closes_at + dt.timedelta(minutes=1)
