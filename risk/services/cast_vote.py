"""Vote on an item of the credit committee."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.committee.bench import Bench, bench_of, check_time
from risk.committee.conditions import check_conditions
from risk.committee.votes import VoteWish, seal_vote
from risk.domain.committee import AGAINST, Choice
from risk.models import AgendaItem, CommitteeMeeting, CommitteeSeat, CommitteeVote
from risk.reasons import APPROVAL_REASONS, REFUSAL_REASONS, RETURN_REASONS

REASONS_OF = {
    Choice.APPROVE: APPROVAL_REASONS,
    Choice.CONDITIONS: APPROVAL_REASONS,
    Choice.REJECT: REFUSAL_REASONS,
    Choice.RETURN: RETURN_REASONS,
}


def cast_vote(*, item: AgendaItem, member: User, wish: VoteWish, key: str) -> CommitteeVote:
    """Put a vote under seal. It is final, and nobody sees it before the count.

    Refuses (`vote_not_open`), (`time_up`), (`not_seated`), (`not_present`), (`not_declared`), (`recused`),
    (`voted_already`), (`no_words`) a vote that does not say why, (`no_reason`) one without a reason of its kind,
    (`veto_not_yours`), and an offer that the product does not carry (`amount_outside`, `grade_not_served`,
    `limit_too_small`, `no_conditions`, `due_missing`, `bad_date`). The event says that somebody voted, and
    nothing else.
    """
    inputs = {"item": item.number, "wish": str(wish)}

    def perform() -> str:
        return str(_cast(item, member, wish).pk)

    with transaction.atomic():
        pk = run_once(actor=member, command="cast_vote", key=key, inputs=inputs, perform=perform)
        return CommitteeVote.objects.get(pk=int(pk))


def _cast(item: AgendaItem, member: User, wish: VoteWish) -> CommitteeVote:
    meeting = lock_one(CommitteeMeeting.objects.filter(pk=item.meeting_id))
    row = lock_one(AgendaItem.objects.filter(pk=item.pk))
    bench = bench_of(meeting, row)
    seat = bench.own_seat(member)
    _check_time(meeting, row)
    _check_seat(bench, seat)
    _check_wish(bench, seat, row, wish)
    content, content_hash = seal_vote(wish, row, seat.code)
    vote = CommitteeVote.objects.create(
        item=row, seat=seat, content=content, content_hash=content_hash, cast_at=clock.now()
    )
    record_event("agenda_item.voted", subject=row, actor=member, data={"seat": seat.code})
    return vote


def _check_time(meeting: CommitteeMeeting, item: AgendaItem) -> None:
    if item.status != AgendaItem.Status.VOTING or meeting.status != CommitteeMeeting.Status.OPEN:
        raise Refused("vote_not_open", _("The vote on this item is not open."))
    check_time(meeting)


def _check_seat(bench: Bench, seat: CommitteeSeat) -> None:
    if seat.code in bench.recused:
        raise Refused("recused", _("You are recused from this item."))
    if seat.code not in bench.declared:
        raise Refused("not_declared", _("Declare first whether you have an interest."))
    if not seat.is_present:
        raise Refused("not_present", _("Only who is at the meeting votes."))
    if seat.code in bench.voted:
        raise Refused("voted_already", _("You have voted; a vote is final."))


def _check_wish(bench: Bench, seat: CommitteeSeat, item: AgendaItem, wish: VoteWish) -> None:
    if wish.choice not in set(Choice):
        raise Refused("no_choice", _("Choose how you vote."), field="choice")
    choice = Choice(wish.choice)
    if not wish.words.strip():
        raise Refused("no_words", _("Say why, in your own words."), field="words")
    if choice is not Choice.ABSTAIN and not set(wish.reasons) & set(REASONS_OF[choice]):
        raise Refused("no_reason", _("Choose at least one reason for this vote."), field="reasons")
    if choice is not Choice.ABSTAIN and set(wish.reasons) - set(REASONS_OF[choice]):
        raise Refused("no_reason", _("These reasons do not belong to this vote."), field="reasons")
    if wish.is_veto and not (bench.rules.seat(seat.code).has_veto and choice in AGAINST):
        raise Refused("veto_not_yours", _("A veto is the no of the member who holds it."), field="is_veto")
    if choice is Choice.CONDITIONS:
        _check_offer(item, wish)


def _check_offer(item: AgendaItem, wish: VoteWish) -> None:
    version = item.case.application.product_version
    amount_fen, limit_fen = wish.amount_fen or item.amount_fen, wish.limit_fen or item.limit_fen
    if not wish.conditions:
        raise Refused("no_conditions", _("Write the conditions down."), field="conditions")
    check_conditions(wish.conditions, item.meeting)
    if (
        not version.amount_min_fen <= amount_fen <= item.amount_fen
        or (amount_fen - version.amount_min_fen) % version.amount_step_fen
    ):
        raise Refused(
            "amount_outside",
            _("At most what is proposed, in whole steps of the product, and no less than its smallest loan."),
            field="amount",
        )
    if (wish.grade or item.grade) not in version.rates_ppm:
        raise Refused("grade_not_served", _("This product is not lent at that grade."), field="grade")
    if limit_fen < amount_fen:
        raise Refused("limit_too_small", _("The limit is no smaller than the amount."), field="limit")
