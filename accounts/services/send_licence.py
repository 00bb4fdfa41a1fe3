"""A dealer sends its business licence in."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.dealers.acting import lock_for_member
from accounts.events import record_event
from accounts.models import Dealer, Document, User
from accounts.services.store_document import store_document


def send_licence(*, dealer: Dealer, actor: User, file: "UploadedFile[bytes]") -> Document:
    """Keep the picture of the licence as a document of the dealer; the newest one is looked at, earlier ones stay.

    Refuses what `store_document` refuses, and everything while the papers cannot be changed. Called outside a
    transaction.
    """
    with transaction.atomic():
        lock_for_member(dealer, actor, filling=True)
    document = store_document(owner=actor, kind=Document.Kind.LICENCE, file=file, actor=actor, subject=dealer)
    record_event("dealer.licence_sent", subject=dealer, actor=actor, data={"document": document.number})
    return document
