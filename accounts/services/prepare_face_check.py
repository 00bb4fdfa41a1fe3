"""Write down that the face service will be asked."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Consent, FaceCheck, User
from accounts.numbers import next_number
from accounts.states import move

PREFIX = "FC"
CHECKS_A_DAY = 3
A_DAY = dt.timedelta(days=1)
# For so long a check that was begun is gone on with; afterwards it counts as unanswered.
GOOD_FOR = dt.timedelta(minutes=30)


def prepare_face_check(*, user: User, provider_name: str) -> FaceCheck:
    """Return the check that is open, or a new one; one at a time, three a day.

    Refuses (`identity_missing`) who is not verified by name and number, (`consent_missing`) without the separate
    consent to biometric data (PIPL Art. 29), (`face_passed`) who has passed, (`too_many_checks`) a fourth try in a day.
    """
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=user.pk))
        if user.identity_verified_at is None:
            raise Refused("identity_missing", _("Verify your identity first."))
        if not Consent.objects.filter(user=user, code="sensitive", withdrawn_at__isnull=True).exists():
            raise Refused("consent_missing", _("Without your separate consent we may not check your face."))
        checks = FaceCheck.objects.filter(user=user)
        if checks.filter(status=FaceCheck.Status.PASSED).exists():
            raise Refused("face_passed", _("You have passed this check already."))
        at = clock.now()
        begun = checks.filter(status=FaceCheck.Status.ASKED).first()
        if begun is not None and begun.asked_at > at - GOOD_FOR:
            return begun
        if begun is not None:
            move(begun, FaceCheck.Status.UNANSWERED, actor=user, data={"user": user.number}, answered_at=at)
        if checks.filter(asked_at__gt=at - A_DAY).count() >= CHECKS_A_DAY:
            raise Refused(
                "too_many_checks", _("You have tried three times today. Try again tomorrow, or call us.")
            )
        check = FaceCheck.objects.create(
            number=next_number(PREFIX), user=user, provider=provider_name, asked_at=at
        )
        record_event("face_check.asked", subject=check, actor=user, data={"user": user.number})
    return check
