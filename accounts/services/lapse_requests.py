"""Let requests about a dealer lapse that can no longer be carried out."""

from django.db import transaction

from accounts import clock
from accounts.approvals import subject_of
from accounts.locking import lock, lock_one
from accounts.models import Approval, Dealer, User
from accounts.services.drop_terms import drop_terms
from accounts.states import move


def lapse_requests(*, dealer: Dealer, actor: User | None) -> int:
    """Take back every pending request about the dealer and drop its proposed terms; return how many there were.

    The dealer has moved on: what was asked would now be something else.
    """
    with transaction.atomic():
        lock_one(Dealer.objects.filter(pk=dealer.pk))
        # The dealer's lock, which this takes again, comes before the approvals'.
        drop_terms(dealer=dealer, actor=actor)
        subject_type, subject_id = subject_of(dealer)
        pending = Approval.objects.filter(
            subject_type=subject_type, subject_id=subject_id, status__in=Approval.PENDING
        )
        rows = lock(pending)
        for row in rows:
            move(row, Approval.Status.WITHDRAWN, actor=actor, data={"kind": row.kind}, ended_at=clock.now())
        return len(rows)
