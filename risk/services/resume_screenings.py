"""Take up screenings that hang, and note the links of applicants who came before there were any."""

import datetime as dt
import logging

from django.db.models import Exists, OuterRef, Q

from accounts import clock
from accounts.models import BorrowerProfile, User
from accounts.rules import rule_value
from lending.models import Application
from risk.models import LinkMark
from risk.screening.facts import RULE
from risk.screening.links import note_marks
from risk.services.screen_application import screen_application

logger = logging.getLogger(__name__)
BATCH = 50


def resume_screenings(*, is_rung: bool = False) -> int:
    """Screen what waits for an outside source (`is_rung`), else what has hung longer than the rule allows.

    Each application is screened for itself: one that fails leaves the others alone and comes again with the next sweep.
    """
    hang = dt.timedelta(seconds=0 if is_rung else rule_value(RULE)["hang_seconds"])
    waiting = Application.objects.filter(
        status=Application.Status.SCREENING, submitted_at__lte=clock.now() - hang
    )
    done = 0
    for application in waiting.order_by("pk")[:BATCH]:
        try:
            done += screen_application(application=application) is not None
        except Exception:
            logger.exception("the screening of %s failed", application.number)
    return done


def note_missing_marks() -> int:
    """Note the marks of borrowers who sent an application in and have none yet; return how many were noted."""
    sent = Application.objects.filter(borrower=OuterRef("pk"), submitted_at__isnull=False)
    marked = LinkMark.objects.filter(user=OuterRef("pk"))
    # Whoever is chosen has something to note, so that nobody is chosen for ever.
    told = BorrowerProfile.objects.filter(user=OuterRef("pk"))
    users = User.objects.filter(Exists(sent), ~Exists(marked), Q(phone_index__isnull=False) | Exists(told))
    chosen = list(users.order_by("pk")[:BATCH])
    for user in chosen:
        note_marks(user)
    return len(chosen)
