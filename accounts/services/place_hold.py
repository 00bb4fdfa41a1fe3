"""Hold a person: some acts have to wait until a colleague has looked."""

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.events import record_event
from accounts.models import IdentityReview, PersonHold, User
from accounts.numbers import next_number

PREFIX = "PH"


def place_hold(*, review: IdentityReview, cause: str, actor: User | None, words: str = "") -> PersonHold:
    """Stop the acts that the rule `kyc.hold` names for the cause; a hold of the cause in force is returned as it is.

    It is lifted by an approval alone.
    """
    try:
        with transaction.atomic():
            hold = PersonHold.objects.create(
                number=next_number(PREFIX),
                user=review.user,
                review=review,
                cause=cause,
                placed_by=actor,
                placed_at=clock.now(),
                words=words.strip(),
            )
            record_event("person_hold.active", subject=hold, actor=actor, data={"review": review.number})
            return hold
    except IntegrityError:
        return PersonHold.objects.get(user=review.user, cause=cause, status=PersonHold.Status.ACTIVE)
