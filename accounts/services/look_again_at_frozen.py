"""Look again at deletions that the law held up."""

import datetime as dt

from django.db import transaction

from accounts import clock
from accounts.models import PrivacyRequest
from accounts.personal_data import bindings_of
from accounts.services.decide_privacy import look_again_on
from accounts.services.erase_person import erase_person
from accounts.states import move


def find_frozen(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the frozen deletions whose day has come."""
    rows = PrivacyRequest.objects.filter(status="frozen", look_again_on__lte=business_date, pk__gt=after_id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def look_again_at_frozen(business_date: dt.date, ids: list[int]) -> None:
    """Erase those whom nothing binds any more, and set the next day for the others."""
    with transaction.atomic():
        for asked in PrivacyRequest.objects.select_related("user__person").filter(pk__in=ids).order_by("pk"):
            bindings = bindings_of(asked.user)
            if bindings:
                again_on = look_again_on(bindings, business_date)
                PrivacyRequest.objects.filter(pk=asked.pk).update(look_again_on=again_on)
                continue
            move(
                asked,
                PrivacyRequest.Status.DONE,
                actor=None,
                data={"user": asked.user.number},
                decided_at=clock.now(),
            )
            erase_person(user=asked.user, actor=None)
