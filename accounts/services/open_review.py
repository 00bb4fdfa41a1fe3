"""Open a review of a customer's identity."""

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.events import record_event
from accounts.models import IdentityCheck, IdentityReview, PrivacyRequest, User
from accounts.numbers import next_number
from accounts.states import move

PREFIX = "IR"


def open_review(
    *,
    user: User,
    cause: str,
    actor: User | None = None,
    identity_check: IdentityCheck | None = None,
    privacy_request: PrivacyRequest | None = None,
) -> IdentityReview:
    """Put the customer into the queue; a review of the same cause that is open already goes on.

    One that had been returned waits for a colleague again. The newest check or request is what it is about. The event
    does not say the cause: the log is read by many.
    """
    about = {
        name: value
        for name, value in (("identity_check", identity_check), ("privacy_request", privacy_request))
        if value is not None
    }
    at = clock.now()
    try:
        with transaction.atomic():
            review = IdentityReview.objects.create(
                number=next_number(PREFIX), user=user, cause=cause, opened_at=at, waits_since_at=at, **about
            )
            record_event("identity_review.opened", subject=review, actor=actor, data={"user": user.number})
            return review
    except IntegrityError:
        review = IdentityReview.objects.get(user=user, cause=cause, status__in=IdentityReview.OPEN)
        for name, value in about.items():
            setattr(review, name, value)
        review.save(update_fields=list(about))
        if review.status == IdentityReview.Status.RETURNED:
            move(review, IdentityReview.Status.OPENED, actor=actor, waits_since_at=at, taken_by=None)
        return review
