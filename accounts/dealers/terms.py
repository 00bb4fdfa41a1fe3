"""The terms of a dealer on their way: what an approval is bound to, and how they come into force."""

from typing import Any

from accounts import clock
from accounts.crypto import blind_index
from accounts.dealers.policy import Limits
from accounts.dealers.queries import terms_in_force
from accounts.models import Dealer, DealerTerms, User
from accounts.numbers import next_number
from accounts.states import move
from accounts.web.formats import yuan


def write_proposal(
    dealer: Dealer, limits: Limits, categories: list[str], *, proposed_by: User
) -> DealerTerms:
    """Write terms down as proposed; the caller holds the dealer's lock."""
    return DealerTerms.objects.create(
        number=next_number("DT"),
        dealer=dealer,
        single_order_fen=limits.single_order_fen,
        outstanding_fen=limits.outstanding_fen,
        daily_orders=limits.daily_orders,
        categories=categories,
        proposed_by=proposed_by,
        proposed_at=clock.now(),
    )


def terms_payload(dealer: Dealer, terms: DealerTerms) -> dict[str, Any]:
    """Return what a checker approves: this company in this round, these limits, these goods."""
    return {
        "dealer": dealer.number,
        "round": dealer.round,
        "company": blind_index("uscc", dealer.organisation.uscc if dealer.organisation is not None else ""),
        "terms": terms.number,
        "single_order_fen": terms.single_order_fen,
        "outstanding_fen": terms.outstanding_fen,
        "daily_orders": terms.daily_orders,
        "categories": terms.categories,
    }


def put_in_force(dealer: Dealer, terms: DealerTerms, *, actor: User | None, approval_number: str) -> None:
    """End the terms in force and let these hold from the business date on; the caller holds the dealer's lock."""
    today = clock.today()
    before = terms_in_force(dealer)
    if before is not None:
        move(before, DealerTerms.Status.REPLACED, actor=actor, valid_until_on=today)
    move(
        terms,
        DealerTerms.Status.IN_FORCE,
        actor=actor,
        data={"dealer": dealer.number, "approval": approval_number},
        valid_from_on=today,
        approval_number=approval_number,
    )


def told_limits(terms: DealerTerms) -> dict[str, str]:
    """Return the limits as a message tells them."""
    return {
        "single": yuan(terms.single_order_fen),
        "outstanding": yuan(terms.outstanding_fen),
        "daily": str(terms.daily_orders),
    }
