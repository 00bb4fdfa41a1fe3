"""Look again at somebody under watch."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.models import RiskWatch, WatchReview
from risk.services.check_watches import check_watch
from risk.services.place_watch import check_review_day, check_words


def review_watch(*, watch: RiskWatch, found: str, words: str, review_on: dt.date, actor: User) -> WatchReview:
    """Keep what was found and the day of the next look; an exit the rule allows now is proposed at once.

    Refuses (`watch_words`), (`note_hidden`), (`watch_day`) as `place_watch` does, (`watch_over`) one that has ended.
    """
    check_words(words)
    today = clock.today()
    check_review_day(review_on, today)
    with transaction.atomic():
        row = lock_one(RiskWatch.objects.filter(pk=watch.pk))
        if not row.is_live:
            raise Refused("watch_over", _("This watch has ended."))
        review = WatchReview.objects.create(
            watch=row,
            found=found,
            words=words.strip(),
            due_on=row.review_on,
            next_on=review_on,
            reviewed_by=actor,
            reviewed_at=clock.now(),
        )
        row.review_on = review_on
        row.save(update_fields=["review_on"])
        record_event(
            "risk_watch.reviewed",
            subject=row,
            actor=actor,
            data={"found": found, "review_on": review_on.isoformat()},
        )
        check_watch(row, today)
    return review
