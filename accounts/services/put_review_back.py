"""Put a review back into the queue."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import IdentityReview, User
from accounts.review.acting import lock_review, pending_override
from accounts.review.rights import may_decide, require_examiner
from accounts.states import move

Status = IdentityReview.Status


def put_review_back(*, review: IdentityReview, actor: User) -> IdentityReview:
    """Let colleagues take it; whoever decides such reviews may take it from a colleague who is away.

    Refuses (`not_reviewer`), (`own_identity`), (StaleState), (`taken_by_other`), (`waits_for_approval`).
    """
    require_examiner(actor, review)
    with transaction.atomic():
        row = lock_review(review, Status.TAKEN)
        if row.taken_by_id != actor.pk and not may_decide(actor, row):
            raise Refused("taken_by_other", _("A colleague has taken this case."))
        if pending_override(row) is not None:
            raise Refused("waits_for_approval", _("Another person has been asked; wait for the answer."))
        move(row, Status.OPENED, actor=actor, taken_by=None, taken_at=None)
        return row
