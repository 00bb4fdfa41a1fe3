"""Take back a consent."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.consents import CONSENT_TEXTS
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Consent, FaceCheck, User
from accounts.states import move


def withdraw_consent(*, user: User, code: str) -> None:
    """End the consent in force, as easily as it was given; what was done under it stays lawful (PIPL Art. 15).

    Without the consent to identity data the login counts as not verified, and without the one to biometric data its
    face check counts no longer, so nothing new can be signed. Refuses (`consent_not_withdrawable`) the texts the
    account itself rests on, (`consent_missing`) what was never given.
    """
    text = CONSENT_TEXTS[code]
    if text.withdrawal is None:
        raise Refused(
            "consent_not_withdrawable", _("An account needs this text. You can close the account instead.")
        )
    with transaction.atomic():
        at = clock.now()
        ended = Consent.objects.filter(user=user, code=code, withdrawn_at__isnull=True).update(
            withdrawn_at=at
        )
        if not ended:
            raise Refused(
                "consent_missing", _("You have not given this consent, or have taken it back already.")
            )
        if code == "identity":
            User.objects.filter(pk=user.pk).update(identity_verified_at=None)
        if code == "sensitive":
            _withdraw_face_checks(user)
        record_event(
            "consent.withdrawn", subject=user, actor=user, data={"code": code, "version": text.version}
        )


def _withdraw_face_checks(user: User) -> None:
    """Let the passed check count no longer, and forget where the service keeps its record."""
    for check in FaceCheck.objects.filter(user=user, status=FaceCheck.Status.PASSED):
        move(
            check,
            FaceCheck.Status.WITHDRAWN,
            actor=user,
            data={"user": user.number},
            provider_reference="",
            page_url="",
        )
