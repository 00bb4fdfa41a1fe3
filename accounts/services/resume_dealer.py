"""Let a suspended dealer go on, as approved."""

from typing import Any

from django.db import transaction

from accounts.dealers.acting import lock_for_office
from accounts.dealers.messages import tell_dealer
from accounts.models import Dealer, User
from accounts.services.consume_approval import consume_approval
from accounts.states import move

KIND = "accounts.dealer_resumption"


def resume_dealer(*, dealer: Dealer, approval_number: str, actor: User | None) -> None:
    """Make the dealer active again with the terms that hold; refuses what was not approved."""
    with transaction.atomic():
        row = lock_for_office(dealer, Dealer.Status.SUSPENDED)
        consume_approval(
            number=approval_number, kind=KIND, subject=row, payload=resumption_payload(row), actor=actor
        )
        move(row, Dealer.Status.ACTIVE, actor=actor, data={"approval": approval_number}, reason="")
        tell_dealer(row, "dealer_resumed")


def resumption_payload(dealer: Dealer) -> dict[str, Any]:
    """Return what a checker approves: this dealer, suspended for this reason."""
    return {"dealer": dealer.number, "suspended_for": dealer.reason}
