"""What the pages of the reviews read."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from accounts.models import (
    Document,
    Event,
    FaceCheck,
    IdentityCheck,
    IdentityReview,
    PersonHold,
    User,
    WatchHit,
)
from accounts.review.rights import EXAMINE, EXAMINE_HITS, SEE_HITS
from accounts.staff.open_work import WorkItem

Cause, Status = IdentityReview.Cause, IdentityReview.Status
NEWEST = 10


def reviews_seen_by(viewer: User) -> QuerySet[IdentityReview]:
    """Return the reviews a colleague may see: those of the watch-list only with the right to the list."""
    rows = IdentityReview.objects.select_related("user__person", "taken_by")
    return rows if viewer.has_right(SEE_HITS) else rows.exclude(cause=Cause.WATCH_LIST)


def queue_of(viewer: User) -> QuerySet[IdentityReview]:
    """Return what waits for somebody with this colleague's job: unclaimed, or already theirs."""
    own = Q(pk__in=[])
    if viewer.has_right(EXAMINE):
        own |= ~Q(cause=Cause.WATCH_LIST)
    if viewer.has_right(EXAMINE_HITS):
        own |= Q(cause=Cause.WATCH_LIST)
    waiting = Q(status=Status.OPENED) | Q(status=Status.TAKEN, taken_by=viewer)
    return reviews_seen_by(viewer).filter(own & waiting)


def reviews_in(viewer: User, view: str) -> QuerySet[IdentityReview]:
    """Return a tab of the list: to do, being examined, with the customer, over, all."""
    rows = reviews_seen_by(viewer)
    states = {
        "taken": [Status.TAKEN],
        "returned": [Status.RETURNED],
        "over": [Status.PASSED, Status.REFUSED, Status.LAPSED],
        "all": Status.values,
    }
    return rows.filter(status__in=states[view]) if view in states else queue_of(viewer)


def documents_of(customer: User) -> list[Document]:
    """Return the pictures of the identity card, kept and replaced ones, the newest first."""
    rows = Document.objects.filter(
        owner=customer, kind__in=[Document.Kind.IDENTITY_FRONT, Document.Kind.IDENTITY_BACK]
    )
    return list(rows.exclude(status=Document.Status.REMOVED).order_by("-pk")[:NEWEST])


def faces_of(customer: User) -> list[FaceCheck]:
    """Return the newest face checks."""
    return list(FaceCheck.objects.filter(user=customer).order_by("-pk")[:NEWEST])


def checks_of(customer: User) -> list[IdentityCheck]:
    """Return the newest checks of name and number."""
    return list(IdentityCheck.objects.filter(user=customer).order_by("-pk")[:NEWEST])


def hits_seen_by(viewer: User, review: IdentityReview) -> list[WatchHit]:
    """Return the hits behind a review to whoever may see the list, nothing to anybody else."""
    if not viewer.has_right(SEE_HITS):
        return []
    return list(review.hits.select_related("entry").order_by("pk"))


def holds_seen_by(viewer: User, customer: User) -> list[PersonHold]:
    """Return the holds of a customer; those of the watch-list only to whoever may see it."""
    rows = PersonHold.objects.filter(user=customer).select_related("review", "placed_by", "user")
    if not viewer.has_right(SEE_HITS):
        rows = rows.exclude(cause=PersonHold.Cause.WATCH_LIST)
    return list(rows.order_by("-pk"))


def is_on_hold(customer: User) -> bool:
    """Tell whether anything of a customer is stopped, whatever for."""
    return PersonHold.objects.filter(user=customer, status=PersonHold.Status.ACTIVE).exists()


def events_of_review(review: IdentityReview, holds: Sequence[PersonHold]) -> QuerySet[Event]:
    """Return what happened to a review and to the holds shown beside it."""
    about = Q(subject_type="identityreview", subject_id=review.pk)
    about |= Q(subject_type="personhold", subject_id__in=[hold.pk for hold in holds])
    return Event.objects.select_related("actor").filter(about)


def reviews_taken_by(user: User) -> list[WorkItem]:
    """Return the reviews that a colleague has taken and not finished."""
    rows = IdentityReview.objects.filter(taken_by=user, status=IdentityReview.Status.TAKEN).order_by("pk")
    return [WorkItem(row.number, f"/office/accounts/reviews/{row.number}/") for row in rows]
