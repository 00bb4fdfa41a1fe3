"""Getting is checking: each function fetches one thing for one person, or there is no such thing for them (404)."""

from django.http import Http404

from accounts.consents import CONSENT_TEXTS, ConsentText
from accounts.documents import may_read
from accounts.models import Approval, Document, FaceCheck, Message, User
from accounts.queries import approvals_seen_by, customers, inbox


def access_message(user: User, number: str) -> Message:
    """Return a message of this person's own inbox."""
    message = inbox(user).filter(number=number).first()
    if message is None:
        raise Http404
    return message


def access_customer(user: User, number: str) -> User:
    """Return a customer to staff who may see customers."""
    found = customers().filter(number=number).first() if user.has_right("accounts.see_customers") else None
    if found is None:
        raise Http404
    return found


def access_text(code: str) -> ConsentText:
    """Return one of the texts people agree to; they are public."""
    if code not in CONSENT_TEXTS:
        raise Http404
    return CONSENT_TEXTS[code]


def access_approval(user: User, number: str) -> Approval:
    """Return a request to its maker, to those who may check its kind, and to those who see all."""
    found = approvals_seen_by(user).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def access_document(user: User, number: str) -> Document:
    """Return a document to its owner, to staff who may see documents, and to whom its subject's app lets in."""
    found = (
        Document.objects.select_related("owner")
        .filter(number=number)
        .exclude(status=Document.Status.REMOVED)
        .first()
    )
    if found is None or not may_read(user, found):
        raise Http404
    return found


def access_face_check(user: User, number: str) -> FaceCheck:
    """Return a face check of this person's own."""
    found = FaceCheck.objects.select_related("user").filter(user=user, number=number).first()
    if found is None:
        raise Http404
    return found
