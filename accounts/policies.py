"""Getting is checking: each function fetches one thing for one person, or there is no such thing for them (404)."""

from allauth.usersessions.models import UserSession
from django.http import Http404

from accounts.assisted import token_hash
from accounts.consents import CONSENT_TEXTS, ConsentText
from accounts.devices import handle_of
from accounts.documents import may_read
from accounts.models import Approval, AssistedEntry, Document, FaceCheck, Message, PrivacyRequest, User
from accounts.privacy_queries import all_privacy_requests
from accounts.queries import approvals_seen_by, customers, inbox, sent_messages


def access_message(user: User, number: str) -> Message:
    """Return a message of this person's own inbox."""
    message = inbox(user).filter(number=number).first()
    if message is None:
        raise Http404
    return message


def access_sent_message(user: User, number: str) -> Message:
    """Return an e-mail or SMS to staff who may see what was sent."""
    found = sent_messages().filter(number=number).first() if user.has_right("accounts.see_messages") else None
    if found is None:
        raise Http404
    return found


def access_customer(user: User, number: str) -> User:
    """Return a customer to staff who may see customers."""
    found = customers().filter(number=number).first() if user.has_right("accounts.see_customers") else None
    if found is None:
        raise Http404
    return found


def access_privacy_request(user: User, number: str) -> PrivacyRequest:
    """Return a request that this person made."""
    found = PrivacyRequest.objects.select_related("user").filter(user=user, number=number).first()
    if found is None:
        raise Http404
    return found


def access_privacy_request_as_staff(user: User, number: str) -> PrivacyRequest:
    """Return anybody's request to staff who may decide it."""
    found = None
    if user.has_right("accounts.decide_privacy"):
        found = all_privacy_requests().filter(number=number).first()
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


def access_entry(user: User, number: str) -> AssistedEntry:
    """Return what was entered for this person."""
    entries = AssistedEntry.objects.select_related("entered_by", "customer")
    found = entries.filter(customer=user, number=number).exclude(kind=AssistedEntry.Kind.OPEN).first()
    if found is None:
        raise Http404
    return found


def access_entry_as_staff(user: User, number: str) -> AssistedEntry:
    """Return what was entered for anybody, to staff who enter for customers."""
    found = None
    if user.has_right("support.enter_for_customers"):
        entries = AssistedEntry.objects.select_related("entered_by", "customer__person")
        found = entries.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def access_opening(token: str) -> AssistedEntry:
    """Return the account that waits behind a link; the link is the key, and is sent to one number alone."""
    found = AssistedEntry.objects.filter(token_hash=token_hash(token)).first()
    if found is None:
        raise Http404
    return found


def access_session(user: User, handle: str) -> UserSession:
    """Return one of the person's own sessions by its handle; somebody else's is none."""
    mine = UserSession.objects.filter(user=user)
    found = next((one for one in mine if handle_of(one.session_key) == handle), None)
    if found is None:
        raise Http404
    return found
