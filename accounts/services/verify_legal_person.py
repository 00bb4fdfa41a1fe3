"""Verify who stands for a dealer's company in law."""

import logging

from accounts.models import Dealer, LegalPersonCheck, User
from accounts.providers.identity import identity_provider
from accounts.providers.sms import ProviderUnavailable
from accounts.services.prepare_legal_person_check import prepare_legal_person_check
from accounts.services.record_legal_person_answer import record_legal_person_answer

logger = logging.getLogger(__name__)


def verify_legal_person(*, dealer: Dealer, actor: User) -> LegalPersonCheck:
    """Ask the identity service and record its answer: write down, call, write down; call it outside a transaction.

    Refuses what `prepare_legal_person_check` refuses. The result's status says the rest.
    """
    provider = identity_provider()
    check = prepare_legal_person_check(dealer=dealer, actor=actor, provider_name=provider.name)
    try:
        answer = provider.check(
            real_name=check.real_name, identity_number=check.identity_number, key=check.number
        )
    except (ProviderUnavailable, OSError) as error:
        logger.warning("legal person check %s got no answer: %s", check.number, error)
        return record_legal_person_answer(number=check.number, is_match=None)
    return record_legal_person_answer(
        number=check.number, is_match=answer.is_match, reference=answer.reference
    )
