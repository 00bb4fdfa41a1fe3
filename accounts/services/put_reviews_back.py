"""Put the reviews of somebody who left back into the queue."""

from django.db import transaction

from accounts.locking import lock
from accounts.models import IdentityReview, User
from accounts.review.acting import pending_override
from accounts.states import move

Status = IdentityReview.Status


def put_reviews_back(*, leaver: User, actor: User | None) -> None:
    """Let colleagues take what the leaver had taken; the successor need not have the right to examine.

    One about which a second person is asked waits for the answer; whoever decides may then take it from the leaver.
    """
    with transaction.atomic():
        for row in lock(IdentityReview.objects.filter(taken_by=leaver, status=Status.TAKEN)):
            if pending_override(row) is None:
                move(row, Status.OPENED, actor=actor, taken_by=None, taken_at=None)
