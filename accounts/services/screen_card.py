"""Hold a bank card that a customer named against the watch-list."""

from django.db import transaction

from accounts import clock
from accounts.models import User, WatchHit
from accounts.services.refer_hits import refer_hits
from accounts.watch.matching import entries_against
from accounts.watch.values import Kind


def screen_card(*, user: User, card_index: str) -> bool:
    """Refer a customer whose card is listed; return whether it is. `card_index` is the blind index of its number."""
    if not user.is_customer:
        return False
    with transaction.atomic():
        entries = entries_against([(Kind.CARD, card_index)], clock.today())
        return bool(refer_hits(user=user, entries=entries, found_by=WatchHit.FoundBy.CARD))
