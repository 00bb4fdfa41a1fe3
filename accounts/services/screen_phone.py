"""Hold a mobile number that was just proved against the watch-list."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User, WatchHit
from accounts.services.refer_hits import refer_hits
from accounts.watch.matching import entries_against
from accounts.watch.values import Kind


def screen_phone(*, user: User) -> bool:
    """Refer a customer whose proved number is listed; return whether it is. Nobody else's number counts."""
    if not user.is_customer or not user.phone_index or user.phone_verified_at is None:
        return False
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=user.pk))
        entries = entries_against([(Kind.PHONE, user.phone_index or "")], clock.today())
        return bool(refer_hits(user=user, entries=entries, found_by=WatchHit.FoundBy.PHONE))
