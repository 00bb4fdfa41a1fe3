"""Ask for a copy, a correction, a deletion, or that a person looks again."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.bells import Bell
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import IdentityReview, PrivacyRequest, User
from accounts.models.privacy_request import SINGLE_KINDS
from accounts.numbers import next_number
from accounts.rules import rule_value
from accounts.rules.calendar import working_days_after
from accounts.services.open_review import open_review

NEED_WORDS = (PrivacyRequest.Kind.CORRECTION, PrivacyRequest.Kind.REVIEW)
LEAST_WORDS = 4
# Corrections of these are examined against the card: they go to the reviews of identities.
OF_IDENTITY = ("name", "identity")
A_DAY = dt.timedelta(days=1)
MOST_A_DAY = 5

# Wakes the worker that prepares copies.
bell = Bell()


def ask_privacy(
    *, user: User, kind: str, about: str = "", words: str = "", language: str = ""
) -> PrivacyRequest:
    """Write the request down with the day by which it is answered, and wake the worker for a copy.

    A correction of the verified name or number opens a review of the identity.

    Refuses (`privacy_words`) a correction or review without words, (`privacy_open`) a second copy or deletion while one
    runs, (`too_many_requests`) more than five requests in a day.
    """
    if kind in NEED_WORDS and len(words.strip()) < LEAST_WORDS:
        raise Refused("privacy_words", _("Say in a few words what it is about."), field="words")
    at = clock.now()
    if PrivacyRequest.objects.filter(user=user, asked_at__gt=at - A_DAY).count() >= MOST_A_DAY:
        raise Refused("too_many_requests", _("You have asked five times today. Please try again tomorrow."))
    due_on = working_days_after(clock.today(), rule_value("privacy.answer")["working_days"])
    try:
        with transaction.atomic():
            request = PrivacyRequest.objects.create(
                number=next_number("PR"),
                user=user,
                kind=kind,
                about=about,
                words=words.strip(),
                language=language or user.language,
                asked_at=at,
                due_on=due_on,
                next_try_at=at if kind == PrivacyRequest.Kind.EXPORT else None,
            )
            record_event(
                "privacy_request.asked",
                subject=request,
                actor=user,
                data={"user": user.number, "kind": str(kind), "about": about},
            )
            if kind == PrivacyRequest.Kind.EXPORT:
                bell.ring_after_commit()
            if kind == PrivacyRequest.Kind.CORRECTION and about in OF_IDENTITY and user.person_id:
                open_review(
                    user=user, cause=IdentityReview.Cause.CORRECTION, actor=user, privacy_request=request
                )
    except IntegrityError:
        if kind not in SINGLE_KINDS:
            raise
        raise Refused(
            "privacy_open", _("You have asked for this already, and it is not finished yet.")
        ) from None
    return request
