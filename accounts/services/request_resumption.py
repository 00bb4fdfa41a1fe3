"""Ask that a suspended dealer may go on."""

from django.db import transaction

from accounts.dealers.acting import lock_for_office
from accounts.models import Approval, Dealer, User
from accounts.services.request_approval import request_approval
from accounts.services.resume_dealer import KIND, resumption_payload


def request_resumption(*, dealer: Dealer, actor: User, reason: str) -> Approval:
    """Ask for another person's approval to lift the suspension; refuses a second request while one waits."""
    with transaction.atomic():
        row = lock_for_office(dealer, Dealer.Status.SUSPENDED)
        return request_approval(
            maker=actor,
            kind=KIND,
            subject=row,
            payload=resumption_payload(row),
            page_path=f"/office/accounts/dealers/{row.number}/",
            reason=reason,
        )
