"""Take a review of an identity out of the queue."""

from django.db import transaction

from accounts import clock
from accounts.models import IdentityReview, User
from accounts.review.acting import lock_review
from accounts.review.rights import require_examiner
from accounts.states import move

Status = IdentityReview.Status


def take_review(*, review: IdentityReview, actor: User) -> IdentityReview:
    """Make it the colleague's own; one that was returned may be taken too, when the customer stays silent.

    Of two colleagues one gets it. Refuses (`not_reviewer`), (`own_identity`), (StaleState) what somebody took.
    """
    require_examiner(actor, review)
    with transaction.atomic():
        row = lock_review(review, Status.OPENED, Status.RETURNED)
        move(row, Status.TAKEN, actor=actor, taken_by=actor, taken_at=clock.now())
        return row
