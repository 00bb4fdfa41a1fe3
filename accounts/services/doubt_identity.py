"""Have a customer's identity looked at because a colleague doubts a paper."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import IdentityReview, User
from accounts.review.rights import require_examiner
from accounts.services.open_review import open_review

Cause = IdentityReview.Cause
BY_HAND = (Cause.ILLEGIBLE, Cause.EXPIRED_CARD)


def doubt_identity(*, customer: User, cause: str, actor: User) -> IdentityReview:
    """Open a review for a picture that cannot be read or a card that ran out; one that is open already goes on.

    Refuses (`not_reviewer`), (`own_identity`), (`cause_unknown`) what only a check finds.
    """
    if cause not in BY_HAND:
        raise Refused("cause_unknown", _("Choose what is wrong."), field="cause")
    require_examiner(actor, IdentityReview(user=customer, cause=cause))
    with transaction.atomic():
        return open_review(user=customer, cause=cause, actor=actor)
