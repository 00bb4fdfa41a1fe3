"""Verify that a login belongs to the person it says."""

import logging

from accounts.models import IdentityCheck, User
from accounts.providers.identity import identity_provider
from accounts.providers.sms import ProviderUnavailable
from accounts.services.prepare_identity_check import prepare_identity_check
from accounts.services.record_identity_answer import record_identity_answer

logger = logging.getLogger(__name__)


def verify_identity(*, user: User, real_name: str, identity_number: str) -> IdentityCheck:
    """Ask the identity service and record its answer: write down, call, write down; call it outside a transaction.

    Refuses what `prepare_identity_check` refuses. The result's status says the rest: matched, mismatched, taken, or
    unanswered when the service could not be reached, which changes nothing and may be tried again.
    """
    provider = identity_provider()
    check = prepare_identity_check(
        user=user, real_name=real_name, identity_number=identity_number, provider_name=provider.name
    )
    try:
        answer = provider.check(
            real_name=check.real_name, identity_number=check.identity_number, key=check.number
        )
    except (ProviderUnavailable, OSError) as error:
        logger.warning("identity check %s got no answer: %s", check.number, error)
        return record_identity_answer(number=check.number, is_match=None)
    return record_identity_answer(number=check.number, is_match=answer.is_match, reference=answer.reference)
