"""Which listings a rule of automatic investing wants, how much of each, and whose turn it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Wishes:
    """What an investor authorised: rates ppm a year, money fen; empty grades or lines want nothing.

    `dealers` are numbers; none means every dealer. `per_dealer_fen` of 0 sets no limit of its own.
    """

    grades: frozenset[str]
    lines: frozenset[str]
    periods_min: int
    periods_max: int
    rate_min_ppm: int
    per_loan_fen: int
    per_borrower_fen: int
    keep_fen: int
    total_fen: int
    expires_on: dt.date
    dealers: frozenset[str] = frozenset()
    per_dealer_fen: int = 0


@dataclass(frozen=True)
class Offered:
    """What a listing offers today; fen and ppm a year; `dealer` is the number of whoever sells the goods."""

    grade: str
    line: str
    periods: int
    rate_ppm: int
    left_fen: int
    bid_min_fen: int
    bid_step_fen: int
    dealer: str = ""


@dataclass(frozen=True)
class Purse:
    """What the investor has, and what is lent or bid: on the listing, to the borrower, for goods of the dealer, in all,
    by the rule; fen."""

    available_fen: int
    lent_here_fen: int
    lent_to_borrower_fen: int
    lent_in_all_fen: int
    lent_by_rule_fen: int
    limit_per_loan_fen: int
    limit_total_fen: int
    lent_for_dealer_fen: int = 0
    is_own_loan: bool = False
    has_bid_here: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a rule leaves a listing out: a code, what the rule asks for and what was found."""

    code: str
    asked: int | str = 0
    found: int | str = 0


@dataclass(frozen=True)
class Verdict:
    """Every reason against a listing, or how much the rule may bid on it in fen and which limit leaves the least."""

    reasons: tuple[Reason, ...]
    room_fen: int
    bound_by: str = ""

    @property
    def matches(self) -> bool:
        return not self.reasons


def judge(wishes: Wishes, offered: Offered, purse: Purse, on: dt.date) -> Verdict:
    """Return all reasons against a listing, or the largest bid that keeps within every limit.

    Limits of money are looked at only where the listing itself is wanted: they say nothing about one that is not.
    """
    reasons = _unwanted(wishes, offered, purse, on)
    if reasons:
        return Verdict(tuple(reasons), 0)
    rooms = _rooms(wishes, offered, purse)
    short = [
        Reason(code, offered.bid_min_fen, max(0, room))
        for code, room in rooms.items()
        if room < offered.bid_min_fen
    ]
    if short:
        return Verdict(tuple(short), 0)
    bound_by = min(rooms, key=lambda code: rooms[code])
    return Verdict((), rooms[bound_by] - rooms[bound_by] % offered.bid_step_fen, bound_by)


def _unwanted(wishes: Wishes, offered: Offered, purse: Purse, on: dt.date) -> list[Reason]:
    asked = [
        (wishes.expires_on < on, Reason("expired", wishes.expires_on.isoformat(), on.isoformat())),
        (purse.is_own_loan, Reason("own_loan")),
        (purse.has_bid_here, Reason("bid_already")),
        (offered.grade not in wishes.grades, Reason("grade", " ".join(sorted(wishes.grades)), offered.grade)),
        (offered.line not in wishes.lines, Reason("line", " ".join(sorted(wishes.lines)), offered.line)),
        (offered.periods < wishes.periods_min, Reason("too_short", wishes.periods_min, offered.periods)),
        (offered.periods > wishes.periods_max, Reason("too_long", wishes.periods_max, offered.periods)),
        (offered.rate_ppm < wishes.rate_min_ppm, Reason("rate", wishes.rate_min_ppm, offered.rate_ppm)),
        (
            bool(offered.dealer and wishes.dealers) and offered.dealer not in wishes.dealers,
            Reason("dealer", "", offered.dealer),
        ),
    ]
    return [reason for applies, reason in asked if applies]


def _rooms(wishes: Wishes, offered: Offered, purse: Purse) -> dict[str, int]:
    """Return how much each limit leaves, in fen; a limit that is used up may leave less than nothing."""
    rooms = {
        "listing_left": offered.left_fen,
        "per_loan": wishes.per_loan_fen - purse.lent_here_fen,
        "per_borrower": wishes.per_borrower_fen - purse.lent_to_borrower_fen,
        "rule_total": wishes.total_fen - purse.lent_by_rule_fen,
        "type_per_loan": purse.limit_per_loan_fen - purse.lent_here_fen,
        "type_total": purse.limit_total_fen - purse.lent_in_all_fen,
        "money": purse.available_fen - wishes.keep_fen,
    }
    if offered.dealer and wishes.per_dealer_fen:
        rooms["per_dealer"] = wishes.per_dealer_fen - purse.lent_for_dealer_fen
    return rooms


@dataclass(frozen=True)
class Turn:
    """One waiting rule: its id, and how much it may bid on the listing in fen."""

    rule_id: int
    room_fen: int


def share_out(left_fen: int, lot_fen: int, min_fen: int, turns: Sequence[Turn]) -> list[tuple[int, int]]:
    """Share a listing among waiting rules, lot by lot; return (rule id, fen), whoever got the last lot last.

    The turns come in the order of the queue. In each round every rule gets one lot, or what is left of its room, until
    the listing or all rooms are used up; so each waiting rule gets the same yuan before anybody gets more, and who
    stands at the end of what is returned was served last. Amounts are multiples of the step that lot, rooms and
    `left_fen` are multiples of; nobody gets less than `min_fen`.
    """
    given: dict[int, int] = {}
    waiting = [turn for turn in turns if turn.room_fen >= min_fen]
    while waiting:
        going_on = []
        for turn in waiting:
            has_fen = given.get(turn.rule_id, 0)
            lot = min(max(lot_fen, min_fen), turn.room_fen - has_fen, left_fen)
            if lot <= 0 or has_fen + lot < min_fen:
                continue
            left_fen -= lot
            given.pop(turn.rule_id, None)
            given[turn.rule_id] = has_fen + lot
            going_on.append(turn)
        waiting = going_on
    return list(given.items())
