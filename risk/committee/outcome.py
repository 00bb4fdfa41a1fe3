"""Carrying out what the committee decided: the case, with what the majority carries and every condition."""

from typing import Any

from accounts import clock
from accounts.models import User
from accounts.states import move
from lending.models import Grade
from lending.models.application import APPROVALS, DecisionOutcome
from risk.authority.ruling import CommitteeRuling
from risk.committee.bench import Bench
from risk.committee.conditions import terms_of
from risk.committee.votes import VoteWish, offer_of, open_vote_content
from risk.domain.committee import Choice, Offer, Result, joined_offer
from risk.models import AgendaItem
from risk.services.decide_case import Rating, decide_case

OUTCOMES = {
    Result.APPROVED: DecisionOutcome.APPROVE,
    Result.CONDITIONS: DecisionOutcome.CONDITIONS,
    Result.REJECTED: DecisionOutcome.REJECT,
    Result.RETURNED: DecisionOutcome.RETURN,
}
CHOICES_OF = {
    Result.APPROVED: (Choice.APPROVE, Choice.CONDITIONS),
    Result.CONDITIONS: (Choice.APPROVE, Choice.CONDITIONS),
    Result.REJECTED: (Choice.REJECT,),
    Result.RETURNED: (Choice.RETURN,),
}


def with_conditions(item: AgendaItem, result: Result) -> Result:
    """Return what a count means for an item: a plain yes to a proposal with conditions is a yes under conditions."""
    return Result.CONDITIONS if result is Result.APPROVED and item.conditions else result


def carry_out(
    item: AgendaItem,
    bench: Bench,
    result: Result,
    tally: dict[str, Any],
    *,
    actor: User,
    casting_reasons: list[str] | None = None,
) -> None:
    """Decide the case as the count says and end the item; the caller holds date, meeting and item.

    The reasons are those that the votes of the winning side name, after a casting vote its own among them.
    """
    wishes = [open_vote_content(vote) for vote in item.votes.all()]
    reasons = {code for wish in wishes if wish.choice in CHOICES_OF[result] for code in wish.reasons}
    outcome = OUTCOMES[result]
    decide_case(
        case=item.case,
        outcome=outcome,
        decided_by=actor,
        reasons=sorted(reasons | set(casting_reasons or [])),
        rating=_rating(joined(item, bench, wishes, tally)) if outcome in APPROVALS else None,
        key=f"committee:{item.number}",
        committee=CommitteeRuling(item.number, outcome),
    )
    move(
        item,
        AgendaItem.Status.DECIDED,
        actor=actor,
        data={"case": item.case.number, "outcome": outcome},
        result=result,
        tally=tally,
        ended_at=clock.now(),
    )


def joined(item: AgendaItem, bench: Bench, wishes: list[VoteWish], tally: dict[str, Any]) -> Offer:
    """Return what is offered: as much as a majority carries, with every condition named."""
    offers = [offer for wish in wishes if (offer := offer_of(wish, item)) is not None]
    base = sum(tally[name] for name in ("approve", "conditions", "reject", "returned", "abstain"))
    return joined_offer(bench.rules, offers, base, Grade.values)


def _rating(offer: Offer) -> Rating:
    return Rating(offer.amount_fen, offer.grade, offer.limit_fen, terms_of(offer.conditions))
