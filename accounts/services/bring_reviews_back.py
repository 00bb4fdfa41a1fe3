"""Bring the reviews back into the queue for which a customer has sent what was asked."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock
from accounts.models import IdentityReview, User
from accounts.states import move

Status = IdentityReview.Status


def bring_reviews_back(*, user: User) -> int:
    """Let everything that was returned to the customer wait for a colleague again; return how many."""
    with transaction.atomic():
        rows = lock(IdentityReview.objects.filter(user=user, status=Status.RETURNED))
        for row in rows:
            move(row, Status.OPENED, actor=user, taken_by=None, taken_at=None, waits_since_at=clock.now())
        return len(rows)
