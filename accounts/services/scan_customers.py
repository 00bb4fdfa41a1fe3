"""Look among the customers who are known already for what a new entry of the watch-list names."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User, WatchEntry, WatchHit
from accounts.services.refer_hits import refer_hits
from accounts.watch.finders import customers_with


def scan_customers(*, entry_number: str) -> int:
    """Refer everybody at whom the entry's value stands, each in a transaction of its own; return how many.

    An entry that is not in force any more finds nobody. Safe to run again: a customer is referred once for an entry.
    """
    entry = WatchEntry.objects.get(number=entry_number)
    if entry.status != WatchEntry.Status.IN_FORCE or (entry.expires_on and entry.expires_on < clock.today()):
        return 0
    found = 0
    for user_id in customers_with(entry):
        with transaction.atomic():
            user = lock_one(User.objects.filter(pk=user_id))
            found += bool(refer_hits(user=user, entries=[entry], found_by=WatchHit.FoundBy.SCAN))
    return found
