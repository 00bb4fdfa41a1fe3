"""Put a case on the agenda of a meeting."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from risk.cases.against_card import refuse_against_card
from risk.committee.conditions import are_in_time, check_conditions, keep_conditions, read_conditions
from risk.committee.pack import make_pack
from risk.committee.recusing import recuse_known
from risk.domain.committee import Condition
from risk.models import AgendaItem, CommitteeMeeting, CreditCase

PREFIX = "CI"


@dataclass(frozen=True)
class Proposal:
    """What is laid before the committee: a plain yes is a yes to this."""

    amount_fen: int
    grade: str
    limit_fen: int
    conditions: tuple[Condition, ...] = ()


def list_case(
    *, meeting: CommitteeMeeting, case: CreditCase, presenter: User, proposal: Proposal, actor: User
) -> AgendaItem:
    """Lay a case before a meeting with a proposal and somebody who presents it.

    Refuses (`agenda_closed`) a meeting that is in session or over, (`not_on_agenda`) a case that is not before the
    committee, (`already_listed`) one on an agenda already, (`own_application`) the borrower as presenter,
    (`amount_outside`) more than was asked for or less than the product lends, (`grade_not_served`), (`no_override`)
    another grade than as judged against the card, (`limit_too_small`) a limit below the amount, (`due_missing`,
    `bad_date`) conditions without their day or with one that is over when the meeting decides.
    """
    with transaction.atomic():
        held = lock_one(CommitteeMeeting.objects.filter(pk=meeting.pk))
        if held.status not in CommitteeMeeting.AHEAD:
            raise Refused("agenda_closed", _("The agenda of this meeting is closed."))
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        _check(row, presenter, proposal)
        check_conditions(proposal.conditions, held)
        return _add(held, row, presenter, proposal, actor=actor)


def put_on_agenda(meeting: CommitteeMeeting, earlier: AgendaItem, *, actor: User | None) -> AgendaItem | None:
    """Lay what an earlier meeting left undecided before this one, as it was proposed; the caller holds the meeting.

    None where a condition's day is over by then: somebody has to propose anew.
    """
    conditions = read_conditions(earlier.conditions)
    if not are_in_time(conditions, meeting):
        return None
    proposal = Proposal(earlier.amount_fen, earlier.grade, earlier.limit_fen, conditions)
    return _add(meeting, earlier.case, earlier.presenter, proposal, actor=actor)


def _check(case: CreditCase, presenter: User, proposal: Proposal) -> None:
    application = case.application
    version = application.product_version
    if case.status != CreditCase.Status.ON_AGENDA:
        raise Refused("not_on_agenda", _("This case is not before the committee."), field="case")
    if is_same_person(presenter, application.borrower):
        raise Refused("own_application", _("Nobody presents an application of their own."), field="presenter")
    if not version.amount_min_fen <= proposal.amount_fen <= (application.amount_fen or 0):
        raise Refused(
            "amount_outside",
            _("Propose at most what was asked for, and no less than the product's smallest loan."),
            field="amount",
        )
    if proposal.grade not in version.rates_ppm:
        raise Refused("grade_not_served", _("This product is not lent at that grade."), field="grade")
    refuse_against_card(case, proposal.grade)
    if proposal.limit_fen < proposal.amount_fen:
        raise Refused("limit_too_small", _("The limit is no smaller than the amount."), field="limit")


def _add(
    meeting: CommitteeMeeting, case: CreditCase, presenter: User, proposal: Proposal, *, actor: User | None
) -> AgendaItem:
    last = meeting.items.aggregate(last=Max("rank"))["last"] or 0
    try:
        with transaction.atomic():
            item = AgendaItem.objects.create(
                number=next_number(PREFIX),
                meeting=meeting,
                case=case,
                rank=last + 1,
                presenter=presenter,
                amount_fen=proposal.amount_fen,
                grade=proposal.grade,
                limit_fen=proposal.limit_fen,
                conditions=keep_conditions(proposal.conditions),
                listed_at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused("already_listed", _("This case stands on an agenda already."), field="case") from error
    record_event(
        "agenda_item.listed",
        subject=item,
        actor=actor,
        data={"case": case.number, "meeting": meeting.number},
    )
    if meeting.status == CommitteeMeeting.Status.CALLED:
        make_pack(item)
        recuse_known(item)
    return item
