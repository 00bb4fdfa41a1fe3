"""Let a calendar program read an address, no more often than the rule allows."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.rules import rule_value
from lending.models import CalendarFeed
from lending.services.make_calendar_feed import feed_index

HOUR = dt.timedelta(hours=1)


def read_calendar_feed(*, token: str) -> CalendarFeed | None:
    """Return the feed of a token and count the reading; None for an unknown or ended one.

    Refuses more readings in an hour than `calendar.feed` allows.
    """
    moment = clock.now()
    rows = CalendarFeed.objects.filter(token_hash=feed_index(token), ended_at=None, owner__is_active=True)
    feed = rows.select_related("owner").first()
    if feed is None:
        return None
    with transaction.atomic():
        mine = CalendarFeed.objects.filter(pk=feed.pk)
        began_at = feed.hour_began_at
        if began_at is None or moment - began_at >= HOUR:
            mine.update(hour_began_at=moment, reads_in_hour=1, last_read_at=moment)
            return feed
        allowed = mine.filter(reads_in_hour__lt=rule_value("calendar.feed")["most_reads_an_hour"])
        if not allowed.update(reads_in_hour=F("reads_in_hour") + 1, last_read_at=moment):
            raise Refused("too_often", _("This address was read too often; try again in an hour."))
    return feed
