"""What stands in a vote, and how it is put under seal and opened again."""

import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from accounts.esign.canonical import canonical, hash_of
from risk.committee.conditions import keep_conditions, read_conditions
from risk.domain.committee import FOR, Ballot, Choice, Condition, Offer, Tally
from risk.models import AgendaItem, CommitteeVote


@dataclass(frozen=True)
class VoteWish:
    """A vote as its member fills it in; amount, grade, limit and conditions belong to a yes under conditions."""

    choice: str
    reasons: tuple[str, ...] = ()
    words: str = ""
    is_veto: bool = False
    amount_fen: int | None = None
    grade: str = ""
    limit_fen: int | None = None
    conditions: tuple[Condition, ...] = ()


def seal_vote(wish: VoteWish, item: AgendaItem, seat_code: str) -> tuple[str, str]:
    """Return what is kept of a vote, and its hash; the nonce keeps the hash from telling which of five it is."""
    content = canonical(
        {
            **asdict(wish),
            "conditions": keep_conditions(wish.conditions),
            "item": item.number,
            "seat": seat_code,
            "nonce": secrets.token_hex(16),
        }
    )
    return content, hash_of(content)


def open_vote_content(vote: CommitteeVote) -> VoteWish:
    """Return what a vote says; only for votes that are counted, and for the one who counts them."""
    if hash_of(vote.content) != vote.content_hash:
        raise ValueError(f"The vote {vote.pk} is not what was sealed.")
    said: dict[str, Any] = json.loads(vote.content)
    return VoteWish(
        **{
            **{name: said[name] for name in VoteWish.__dataclass_fields__},
            "reasons": tuple(said["reasons"]),
            "conditions": read_conditions(said["conditions"]),
        }
    )


def ballot_of(seat_code: str, wish: VoteWish) -> Ballot:
    """Return a vote as it is counted."""
    return Ballot(seat_code, Choice(wish.choice), wish.is_veto)


def offer_of(wish: VoteWish, item: AgendaItem) -> Offer | None:
    """Return what a yes carries: the proposal, or what the member put in its place; None for every other vote.

    The conditions of the proposal stay, whatever a member adds to them.
    """
    if Choice(wish.choice) not in FOR:
        return None
    proposed = read_conditions(item.conditions)
    if wish.choice == Choice.APPROVE:
        return Offer(item.amount_fen, item.grade, item.limit_fen, proposed)
    return Offer(
        wish.amount_fen or item.amount_fen,
        wish.grade or item.grade,
        wish.limit_fen or item.limit_fen,
        (*proposed, *wish.conditions),
    )


def keep_tally(tally: Tally) -> dict[str, Any]:
    """Return the figures of a count as they are stored with the item."""
    return asdict(tally)
