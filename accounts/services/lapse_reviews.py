"""Let reviews of an identity lapse that nothing waits for any more."""

from collections.abc import Iterable

from django.db import transaction

from accounts import clock
from accounts.locking import lock
from accounts.models import IdentityReview, User
from accounts.states import move


def lapse_reviews(*, user: User, causes: Iterable[str]) -> int:
    """End the customer's open reviews of these causes, because the check they doubted has passed; return how many."""
    with transaction.atomic():
        rows = lock(
            IdentityReview.objects.filter(
                user=user, cause__in=[str(cause) for cause in causes], status__in=IdentityReview.OPEN
            )
        )
        for row in rows:
            move(row, IdentityReview.Status.LAPSED, actor=None, decided_at=clock.now())
        return len(rows)
