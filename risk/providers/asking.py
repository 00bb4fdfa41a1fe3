"""Asking a source the question that stands written down."""

import logging

from accounts.providers.sms import ProviderUnavailable
from risk.models import SourceQuery
from risk.providers.sources import SourceAnswer, source_provider

logger = logging.getLogger(__name__)


def ask_source(query: SourceQuery) -> SourceAnswer | None:
    """Return what the source answers to a question, None where it gives no answer; its number is the key.

    A source outside the process is never asked with a transaction open.
    """
    person = query.application.borrower.person
    if person is None:
        return None
    try:
        return source_provider(query.kind).ask(
            kind=query.kind,
            real_name=person.real_name,
            identity_number=person.identity_number,
            key=query.number,
        )
    except (ProviderUnavailable, OSError) as error:
        logger.warning("%s got no answer: %s", query.number, error)
        return None
