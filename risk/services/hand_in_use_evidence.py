"""Hand in evidence of what a loan's money was used for."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Document, User
from accounts.services.store_document import store_document
from accounts.states import move
from risk.models import UseEvidence, UsePaper

MOST_PAPERS = 10


def hand_in_use_evidence(
    *, evidence: UseEvidence, borrower: User, words: str, file: "UploadedFile[bytes]"
) -> UseEvidence:
    """Keep the picture and the words for an officer to look at; more pictures may follow until somebody has decided.

    Late evidence is taken too. Refuses (`no_words`), (`decided`) what is accepted or not needed any more,
    (`too_many_papers`), and what a picture is refused for. Called outside a transaction, as pictures are kept.
    """
    if not words.strip():
        raise Refused("no_words", _("Say what the money was used for."), field="words")
    _check(evidence)
    document = store_document(
        owner=borrower, kind=Document.Kind.EVIDENCE, file=file, actor=borrower, subject=evidence
    )
    with transaction.atomic():
        row = lock_one(UseEvidence.objects.filter(pk=evidence.pk))
        _check(row)
        UsePaper.objects.create(evidence=row, document=document, sent_at=clock.now())
        if row.status == UseEvidence.Status.HANDED_IN:
            row.words = words.strip()
            row.save(update_fields=["words"])
            record_event(
                "use_evidence.added", subject=row, actor=borrower, data={"document": document.number}
            )
        else:
            move(
                row,
                UseEvidence.Status.HANDED_IN,
                actor=borrower,
                data={"document": document.number},
                words=words.strip(),
                handed_in_at=clock.now(),
            )
    return row


def _check(evidence: UseEvidence) -> None:
    if evidence.status not in (*UseEvidence.OWED, UseEvidence.Status.HANDED_IN):
        raise Refused("decided", _("Nothing more is needed for this loan."))
    if evidence.papers.count() >= MOST_PAPERS:
        raise Refused("too_many_papers", _("No more pictures can be added to this loan."))
