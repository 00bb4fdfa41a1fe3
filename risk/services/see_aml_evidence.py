"""Show a paper of an investigation to somebody of the desk, and write down who looked."""

import logging

from django.utils.translation import gettext as _

from accounts.documents import read_file
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from risk.models import AmlEvidence

logger = logging.getLogger(__name__)


def see_aml_evidence(*, evidence: AmlEvidence, actor: User) -> bytes:
    """Return the clear content; refuses (`document_unreadable`) a file that is gone or was changed in the storage."""
    try:
        content = read_file(evidence.stored_name, evidence.number)
    except (OSError, ValueError) as error:
        logger.error("paper %s cannot be read: %s", evidence.number, type(error).__name__)
        raise Refused(
            "document_unreadable", _("This document cannot be read at the moment. Please tell us.")
        ) from None
    data = {"evidence": evidence.number}
    record_event("aml_alert.evidence_seen", subject=evidence.alert, actor=actor, data=data)
    return content
