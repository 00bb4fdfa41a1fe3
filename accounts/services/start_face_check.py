"""Send somebody to the face service."""

import logging

from django.conf import settings
from django.urls import reverse

from accounts.models import FaceCheck, Person, User
from accounts.providers.face import UNANSWERED, FaceOrder, face_provider
from accounts.providers.sms import ProviderUnavailable
from accounts.services.prepare_face_check import prepare_face_check
from accounts.services.record_face_answer import record_face_answer
from accounts.services.record_face_start import record_face_start

logger = logging.getLogger(__name__)


def start_face_check(*, user: User) -> FaceCheck:
    """Begin a check, or go on with the one that is open: write down, call outside a transaction, write down.

    Refuses what `prepare_face_check` refuses. A service that cannot be reached leaves the check unanswered.
    """
    provider = face_provider()
    check = prepare_face_check(user=user, provider_name=provider.name)
    if check.page_url:
        return check
    person = Person.objects.get(users=check.user_id)
    order = FaceOrder(
        key=check.number,
        real_name=person.real_name,
        identity_number=person.identity_number,
        return_url=settings.SITE_URL + reverse("face_answer", args=[check.number]),
    )
    try:
        start = provider.start(order)
    except (ProviderUnavailable, OSError) as error:
        logger.warning("face check %s could not begin: %s", check.number, error)
        return record_face_answer(number=check.number, answer=UNANSWERED)
    return record_face_start(number=check.number, page_url=start.page_url, reference=start.reference)
