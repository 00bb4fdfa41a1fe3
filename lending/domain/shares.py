"""Shares: what each holder of a loan's claims gets of a payment.

Principal is split by the principal each claim still has outstanding, not by fixed shares: those drift by a
fen here and there and leave the last payment unable to empty every claim. Interest is split by the
outstanding at the start of its period, for that is the money it was earned on.
"""

from collections.abc import Mapping
from typing import NamedTuple

from finance.domain.money import split


class HolderShare(NamedTuple):
    """Hold what one claim gets of a payment, in fen."""

    claim: str
    principal_fen: int
    interest_fen: int
    overdue_interest_fen: int

    @property
    def total_fen(self) -> int:
        """Return all the claim gets."""
        return self.principal_fen + self.interest_fen + self.overdue_interest_fen


def split_over_claims(amount_fen: int, outstanding: Mapping[str, int]) -> dict[str, int]:
    """Split an amount by outstanding principal, keyed by claim number.

    Largest remainder, ties to the lower claim number; the parts sum to the amount. Refuses what `split`
    refuses.
    """
    claims = sorted(outstanding)
    return dict(zip(claims, split(amount_fen, [outstanding[claim] for claim in claims]), strict=True))


def split_principal(amount_fen: int, outstanding: Mapping[str, int]) -> dict[str, int]:
    """Split repaid principal by what each claim has outstanding.

    No claim ever gets more than it has, and the payment of everything empties every claim exactly. Refuses
    more principal than is outstanding.
    """
    if not 0 <= amount_fen <= sum(outstanding.values()):
        raise ValueError("A loan repays no more principal than its claims have outstanding.")
    return split_over_claims(amount_fen, outstanding) if amount_fen else dict.fromkeys(sorted(outstanding), 0)


def share_payment(
    *,
    principal_fen: int,
    interest_fen: int,
    overdue_interest_fen: int,
    outstanding: Mapping[str, int],
    at_period_start: Mapping[str, int],
) -> list[HolderShare]:
    """Return what each claim gets of a payment's holders' part, by claim number.

    Principal and overdue interest follow the outstanding principal now, interest the outstanding at the
    period's start. Claims that get nothing are left out.
    """
    principal = split_principal(principal_fen, outstanding)
    interest = split_over_claims(interest_fen, at_period_start) if interest_fen else {}
    overdue = split_over_claims(overdue_interest_fen, outstanding) if overdue_interest_fen else {}
    shares = (
        HolderShare(claim, principal.get(claim, 0), interest.get(claim, 0), overdue.get(claim, 0))
        for claim in sorted({*outstanding, *at_period_start})
    )
    return [share for share in shares if share.total_fen]


class ShareStep(NamedTuple):
    """Hold how one claim's share of an amount came to be: amount × base / whole, and the fen that were left over.

    `floor_fen` is the share rounded down. `left_over_fen` fen went one each to the largest remainders, of which this
    claim's is at `place`, counted from 1.
    """

    amount_fen: int
    base_fen: int
    whole_fen: int
    floor_fen: int
    left_over_fen: int
    place: int

    @property
    def gets_one_more(self) -> bool:
        """Return whether one of the fen left over went to this claim."""
        return self.place <= self.left_over_fen

    @property
    def share_fen(self) -> int:
        """Return the claim's share."""
        return self.floor_fen + self.gets_one_more


def explain_share(amount_fen: int, outstanding: Mapping[str, int], claim: str) -> ShareStep:
    """Return the steps by which `split_over_claims` gives a claim its share.

    Refuses an amount split over nothing, and a claim that is not among them.
    """
    whole = sum(outstanding.values())
    if not whole:
        raise ValueError("An amount is not shared over nothing.")
    floors = {number: amount_fen * fen // whole for number, fen in outstanding.items()}
    remainders = {number: amount_fen * fen % whole for number, fen in outstanding.items()}
    order = sorted(outstanding, key=lambda number: (-remainders[number], number))
    return ShareStep(
        amount_fen,
        outstanding[claim],
        whole,
        floors[claim],
        amount_fen - sum(floors.values()),
        order.index(claim) + 1,
    )
