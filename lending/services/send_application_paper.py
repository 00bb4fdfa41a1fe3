"""Send a paper in with an application."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.domain.pictures import Picture
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Document, User
from accounts.services.store_document import store_document
from lending.models import Application, ApplicationPaper
from lending.queries.application_papers import papers_of, sendable_kinds
from lending.services.save_application import EDITABLE

PAGES = 6


def send_application_paper(
    *, application: Application, borrower: User, kind: str, paper: "UploadedFile[bytes] | Picture"
) -> ApplicationPaper:
    """Keep a picture with the draft, or with an application that was returned for papers.

    Refuses (`not_editable`) once the application is on its way, (`paper_not_asked`) a kind that nobody asked for,
    (`too_many_pages`) a seventh page of a kind, and what `store_document` refuses; then nothing is kept. Called outside
    a transaction, as papers are kept.
    """
    _check(application, kind)
    document = store_document(
        owner=borrower, kind=Document.Kind.EVIDENCE, file=paper, actor=borrower, subject=application
    )
    with transaction.atomic():
        row = lock_one(
            Application.objects.select_related("product_version").filter(pk=application.pk, borrower=borrower)
        )
        _check(row, kind)
        sent = ApplicationPaper.objects.create(
            application=row, kind=kind, document=document, sent_at=clock.now()
        )
        record_event(
            "application.paper_sent",
            subject=row,
            actor=borrower,
            data={"kind": kind, "document": document.number},
        )
    return sent


def _check(application: Application, kind: str) -> None:
    if application.status not in EDITABLE:
        raise Refused("not_editable", _("This application is on its way and cannot be changed."))
    if kind not in sendable_kinds(application):
        raise Refused("paper_not_asked", _("Nobody asked for this paper."), field="kind")
    if sum(1 for one in papers_of(application) if one.kind == kind) >= PAGES:
        words = _("At most %(pages)s pictures of one kind. Take one away first.") % {"pages": PAGES}
        raise Refused("too_many_pages", words, field="paper")
