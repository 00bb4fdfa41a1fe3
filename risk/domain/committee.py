"""How the credit committee decides: quorum by number and by seat, majority, veto, the chair's casting vote.

Everybody present with a vote counts in the base of the majority, abstainers too, so that silence never approves and
never declines. What finds no majority is undecided and comes back; nothing lapses into an approval.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Choice(StrEnum):
    APPROVE = "approve"
    CONDITIONS = "conditions"
    REJECT = "reject"
    RETURN = "return"
    ABSTAIN = "abstain"


FOR = frozenset({Choice.APPROVE, Choice.CONDITIONS})
AGAINST = frozenset({Choice.REJECT, Choice.RETURN})


class Result(StrEnum):
    """What a count says. Only the first four decide; the rest leaves the item undecided."""

    APPROVED = "approved"
    CONDITIONS = "conditions"
    REJECTED = "rejected"
    RETURNED = "returned"
    TIED = "tied"
    NO_MAJORITY = "no_majority"
    NO_QUORUM = "no_quorum"


DECIDES = frozenset({Result.APPROVED, Result.CONDITIONS, Result.REJECTED, Result.RETURNED})


@dataclass(frozen=True)
class Seat:
    """A chair of the committee: `presides` is 1 for the chair, 2 for who stands in for the chair, 0 for the rest.

    `role` is the job whose holder sits here, `deputy_role` whose holder sits when nobody of the first can.
    """

    code: str
    role: str
    deputy_role: str = ""
    presides: int = 0
    is_required: bool = False
    has_veto: bool = False


@dataclass(frozen=True)
class Rules:
    """A constitution. An approval takes more than half, and at least `majority` = (numerator, denominator) of the base.

    `quorum` counts seats with a vote on the item; a recusal makes nobody's quorum smaller.
    """

    seats: tuple[Seat, ...]
    quorum: int
    majority: tuple[int, int] = (1, 2)
    notice_hours: int = 24
    virtual_hours: int = 48

    @property
    def is_simple(self) -> bool:
        numerator, denominator = self.majority
        return 2 * numerator <= denominator

    def seat(self, code: str) -> Seat:
        """Return a seat by its code; raises LookupError."""
        for one in self.seats:
            if one.code == code:
                return one
        raise LookupError(code)


@dataclass(frozen=True)
class Ballot:
    """One vote; `is_veto` is the veto holder's no that no majority outvotes."""

    seat: str
    choice: Choice
    is_veto: bool = False


@dataclass(frozen=True)
class Tally:
    """The figures of a vote and what they say."""

    approve: int
    conditions: int
    reject: int
    returned: int
    abstain: int
    result: Result
    is_vetoed: bool = False

    @property
    def votes_for(self) -> int:
        return self.approve + self.conditions

    @property
    def votes_against(self) -> int:
        return self.reject + self.returned

    @property
    def base(self) -> int:
        return self.votes_for + self.votes_against + self.abstain


# What a condition stops, the strictest first: the listing, the payout, or nothing but its day.
STAGES = ("precedent", "later", "subsequent")


@dataclass(frozen=True)
class Condition:
    """What is asked of the borrower; `kind` is one of STAGES, `due_on` set for all but the first."""

    words: str
    kind: str = STAGES[0]
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Offer:
    """What a vote for the loan carries: amount and limit in fen, the grade, the conditions."""

    amount_fen: int
    grade: str
    limit_fen: int
    conditions: tuple[Condition, ...] = ()


def rule_faults(rules: Rules) -> list[str]:
    """Return the codes of what is wrong with a constitution, empty where it can work."""
    codes = [seat.code for seat in rules.seats]
    presiding_ranks = [seat.presides for seat in rules.seats if seat.presides]
    numerator, denominator = rules.majority
    checks = {
        "too_few_seats": len(codes) < 3,
        "seat_twice": len(set(codes)) != len(codes),
        "no_chair": presiding_ranks.count(1) != 1,
        "two_preside": len(set(presiding_ranks)) != len(presiding_ranks),
        "two_vetoes": sum(seat.has_veto for seat in rules.seats) > 1,
        # Half of the seats or fewer could decide against the other half.
        "quorum_too_small": 2 * rules.quorum <= len(codes),
        "quorum_too_large": rules.quorum > len(codes),
        "majority_outside": denominator <= 0 or not denominator <= 2 * numerator <= 2 * denominator,
        "no_time": rules.virtual_hours < 1 or rules.notice_hours < 0,
    }
    return [code for code, is_wrong in checks.items() if is_wrong]


def quorum_gaps(rules: Rules, voting: Collection[str]) -> list[str]:
    """Return what a vote of these seats lacks: `number`, `chair`, or `seat:<code>` for a seat that must vote.

    The seats of recused and absent members are not among `voting`; the number stays what it is.
    """
    gaps = ["number"] if len(set(voting)) < rules.quorum else []
    if presiding(rules, voting) is None:
        gaps.append("chair")
    return gaps + [
        f"seat:{seat.code}" for seat in rules.seats if seat.is_required and seat.code not in voting
    ]


def presiding(rules: Rules, voting: Collection[str]) -> str | None:
    """Return the seat that presides over a vote of these seats: the chair, else who stands in; None without either."""
    ranked = sorted((seat.presides, seat.code) for seat in rules.seats if seat.presides)
    return next((code for _rank, code in ranked if code in voting), None)


def has_majority(rules: Rules, votes: int, base: int) -> bool:
    """Tell whether these votes approve: more than half, and no less than the constitution's share."""
    numerator, denominator = rules.majority
    return 2 * votes > base and votes * denominator >= numerator * base


def count_votes(rules: Rules, ballots: Sequence[Ballot]) -> Tally:
    """Count the votes of one item; refuses (ValueError) two of one seat, and a veto that is not the holder's no.

    Without a quorum nothing is decided. A veto comes before every majority. A loan is approved, and just so declined
    or returned, by a majority of all who voted, abstainers in the base; for = against under a simple majority is a tie
    where one vote more would decide.
    """
    seats = [ballot.seat for ballot in ballots]
    if len(set(seats)) != len(seats):
        raise ValueError("A seat votes once.")
    for ballot in ballots:
        if ballot.is_veto and not (rules.seat(ballot.seat).has_veto and ballot.choice in AGAINST):
            raise ValueError("A veto is a no of the one who holds it.")
    figures = {choice: sum(ballot.choice is choice for ballot in ballots) for choice in Choice}
    veto = next((ballot.choice for ballot in ballots if ballot.is_veto), None)
    return Tally(
        approve=figures[Choice.APPROVE],
        conditions=figures[Choice.CONDITIONS],
        reject=figures[Choice.REJECT],
        returned=figures[Choice.RETURN],
        abstain=figures[Choice.ABSTAIN],
        result=_result(rules, seats, figures, veto),
        is_vetoed=veto is not None and not quorum_gaps(rules, seats),
    )


def _result(rules: Rules, seats: list[str], figures: dict[Choice, int], veto: Choice | None) -> Result:
    votes_for = sum(figures[choice] for choice in FOR)
    votes_against = sum(figures[choice] for choice in AGAINST)
    base = votes_for + votes_against + figures[Choice.ABSTAIN]
    if quorum_gaps(rules, seats):
        return Result.NO_QUORUM
    if veto is not None:
        return Result.RETURNED if veto is Choice.RETURN else Result.REJECTED
    if has_majority(rules, votes_for, base):
        return Result.CONDITIONS if figures[Choice.CONDITIONS] else Result.APPROVED
    if 2 * votes_against > base:
        return _kind_of_no(figures[Choice.REJECT], figures[Choice.RETURN])
    if votes_for == votes_against and rules.is_simple and 2 * (votes_for + 1) > base:
        return Result.TIED
    return Result.NO_MAJORITY


def _kind_of_no(reject: int, returned: int) -> Result:
    """Return the no that more voted for; as many for each: the milder, which lets the borrower answer."""
    return Result.REJECTED if reject > returned else Result.RETURNED


def break_tie(tally: Tally, *, is_for: bool) -> Result:
    """Return what the chair's casting vote makes of a tie; refuses (ValueError) where there is none."""
    if tally.result is not Result.TIED:
        raise ValueError("Only a tie takes a casting vote.")
    if not is_for:
        return _kind_of_no(tally.reject, tally.returned)
    return Result.CONDITIONS if tally.conditions else Result.APPROVED


def joined_offer(rules: Rules, offers: Sequence[Offer], base: int, grades: Sequence[str]) -> Offer:
    """Return what is offered after an approval: as much as a majority carries, and every condition anyone named.

    `offers` are those of the votes for the loan, `grades` all grades from the best. Amount, limit and grade are each
    the best that enough votes support, where a vote for more supports less as well; after a casting vote all votes
    for the loan are needed, so the least of them holds. Refuses (ValueError) no offers.
    """
    if not offers:
        raise ValueError("Nobody voted for the loan.")
    needed = next(
        (votes for votes in range(1, len(offers) + 1) if has_majority(rules, votes, base)), len(offers)
    )
    rank = {grade: place for place, grade in enumerate(grades)}
    return Offer(
        amount_fen=sorted((offer.amount_fen for offer in offers), reverse=True)[needed - 1],
        grade=sorted((offer.grade for offer in offers), key=rank.__getitem__)[needed - 1],
        limit_fen=sorted((offer.limit_fen for offer in offers), reverse=True)[needed - 1],
        conditions=joined_conditions(one for offer in offers for one in offer.conditions),
    )


def joined_conditions(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return every condition once, in the order they were named; of two with the same words the stricter holds."""
    found: dict[str, Condition] = {}
    for one in conditions:
        found[one.words] = min(found.get(one.words, one), one, key=_strictness)
    return tuple(found.values())


def _strictness(one: Condition) -> tuple[int, dt.date]:
    return STAGES.index(one.kind), one.due_on or dt.date.max
