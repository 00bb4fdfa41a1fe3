"""Ask the face service what came of a check."""

import logging

from accounts.models import FaceCheck
from accounts.providers.face import face_provider
from accounts.providers.sms import ProviderUnavailable
from accounts.services.record_face_answer import record_face_answer

logger = logging.getLogger(__name__)


def learn_face_answer(*, check: FaceCheck) -> FaceCheck:
    """Ask, outside a transaction, and record the answer; without one the check stays open. Safe to run again.

    What the person's browser says counts for nothing: only the service itself is asked.
    """
    if check.status != FaceCheck.Status.ASKED or not check.provider_reference:
        return check
    try:
        answer = face_provider().result(check.provider_reference)
    except (ProviderUnavailable, OSError) as error:
        logger.warning("face check %s got no answer: %s", check.number, error)
        return check
    return check if answer is None else record_face_answer(number=check.number, answer=answer)
