"""Record that a person agreed to a text."""

from django.db import transaction

from accounts import clock
from accounts.consents import CONSENT_TEXTS
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Consent, User


def give_consent(*, user: User, code: str) -> Consent:
    """Record the consent to the text's current version; a consent to it that is in force is left as it is."""
    text = CONSENT_TEXTS[code]
    with transaction.atomic():
        lock_one(User.objects.filter(pk=user.pk))
        in_force = Consent.objects.filter(user=user, code=code, withdrawn_at__isnull=True).first()
        if in_force is not None and in_force.version == text.version:
            return in_force
        at = clock.now()
        if in_force is not None:
            in_force.withdrawn_at = at
            in_force.save(update_fields=["withdrawn_at"])
        consent = Consent.objects.create(user=user, code=code, version=text.version, given_at=at)
        record_event("consent.given", subject=user, actor=user, data={"code": code, "version": text.version})
    return consent
