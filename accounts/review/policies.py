"""Getting is checking: reviews and holds for colleagues who may see them (else 404)."""

from django.http import Http404

from accounts.models import IdentityReview, PersonHold, User
from accounts.review.queries import holds_seen_by, reviews_seen_by
from accounts.review.rights import SEE_ALL


def access_review(user: User, number: str) -> IdentityReview:
    """Return a review to staff who may see reviews; one of the watch-list only with the right to the list."""
    found = None
    if user.has_right(SEE_ALL):
        rows = reviews_seen_by(user).select_related("identity_check", "privacy_request", "decided_by")
        found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def access_hold(user: User, number: str) -> PersonHold:
    """Return a hold to staff who may see it."""
    found = PersonHold.objects.select_related("user").filter(number=number).first()
    if not user.has_right(SEE_ALL) or found is None or found not in holds_seen_by(user, found.user):
        raise Http404
    return found
