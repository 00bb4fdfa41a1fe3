"""Whether a customer has to wait for a colleague, and what they were told to do."""

from accounts.models.identity_review import IdentityReview
from accounts.models.user import User

Cause, Status = IdentityReview.Cause, IdentityReview.Status
# While one of these is with a colleague, nobody asks the identity service again.
STOPPING = (Cause.WATCH_LIST, Cause.NAME_MISMATCH)


def is_being_looked_at(user: User) -> bool:
    """Tell whether the way to a verified identity stops here until a colleague has looked."""
    rows = IdentityReview.objects.filter(user=user, cause__in=STOPPING)
    waiting = rows.filter(status__in=[Status.OPENED, Status.TAKEN])
    # Whoever was sent back for papers may try again, but not past the watch-list.
    return waiting.exists() or rows.filter(cause=Cause.WATCH_LIST, status=Status.RETURNED).exists()


def is_refused(user: User) -> bool:
    """Tell whether a review of the watch-list ended against the customer; other refusals may be tried again."""
    return IdentityReview.objects.filter(user=user, cause=Cause.WATCH_LIST, status=Status.REFUSED).exists()


def returned_to(user: User) -> list[IdentityReview]:
    """Return the reviews that wait for this customer, the newest first."""
    rows = IdentityReview.objects.filter(user=user, status=Status.RETURNED)
    return list(rows.order_by("-returned_at"))
