"""End offers of claims that ran out, and those whose loan has an instalment due and not paid."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts import clock
from accounts.locking import lock
from accounts.states import move_many
from lending.models import ClaimOffer, Instalment


def find_offers_to_expire(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the open offers whose last day this was, or whose loan was not paid on its due date."""
    unpaid = Instalment.objects.filter(
        loan=OuterRef("loan"), due_on__lte=business_date, settled_at=None, superseded_at=None
    )
    ended = ClaimOffer.objects.filter(pk__gt=after_id, status=ClaimOffer.Status.OPEN).filter(
        Q(until_on__lte=business_date) | Exists(unpaid)
    )
    return list(ended.order_by("pk").values_list("pk", flat=True)[:limit])


def expire_claim_offers(*, business_date: dt.date, offer_ids: list[int]) -> list[int]:
    """Move the offers to expired at the end of a day and return the ids moved; safe to run twice."""
    with transaction.atomic():
        rows = lock(ClaimOffer.objects.filter(pk__in=offer_ids, status=ClaimOffer.Status.OPEN))
        return move_many(
            ClaimOffer,
            [row.pk for row in rows],
            from_=ClaimOffer.Status.OPEN,
            to=ClaimOffer.Status.EXPIRED,
            actor=None,
            ended_on=business_date,
            ended_at=clock.now(),
            end_reason="ran_out",
        )
