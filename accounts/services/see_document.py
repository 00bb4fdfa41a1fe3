"""Show a document to somebody, and write down who looked."""

import logging

from django.utils.translation import gettext as _

from accounts.documents import read_sealed
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Document, User

logger = logging.getLogger(__name__)


def see_document(*, document: Document, actor: User) -> bytes:
    """Return the clear content and record `document.seen`; the caller has asked the policy.

    Refuses (`document_unreadable`) a file that is gone or was changed in the storage, which is not seen and logged.
    """
    try:
        content = read_sealed(document)
    except (OSError, ValueError) as error:
        logger.error("document %s cannot be read: %s", document.number, type(error).__name__)
        raise Refused(
            "document_unreadable", _("This document cannot be read at the moment. Please tell us.")
        ) from None
    record_event(
        "document.seen",
        subject=document,
        actor=actor,
        data={"owner": document.owner.number, "kind": document.kind},
    )
    return content
