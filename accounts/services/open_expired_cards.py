"""Open reviews for the identity cards that ran out."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from accounts.models import Document, IdentityReview
from accounts.services.open_review import open_review

Cause = IdentityReview.Cause


def find_expired_cards(day: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the kept pictures of cards whose last day is over and that nobody looks at yet, by their ids."""
    looked_at = IdentityReview.objects.filter(
        user=OuterRef("owner"), cause=Cause.EXPIRED_CARD, status__in=IdentityReview.OPEN
    )
    rows = Document.objects.filter(
        ~Exists(looked_at),
        kind=Document.Kind.IDENTITY_BACK,
        status=Document.Status.KEPT,
        valid_until_on__lte=day,
        pk__gt=after_id,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def open_expired_cards(ids: Iterable[int]) -> int:
    """Open a review for each; return how many pictures there were."""
    rows = Document.objects.filter(pk__in=list(ids)).select_related("owner").order_by("pk")
    return len([open_review(user=row.owner, cause=Cause.EXPIRED_CARD) for row in rows])
