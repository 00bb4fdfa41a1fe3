"""Take a paper of an application away before it is sent in."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Document, User
from accounts.services.remove_document import remove_document
from lending.models import Application, ApplicationPaper
from lending.services.save_application import EDITABLE


def remove_application_paper(*, paper: ApplicationPaper, borrower: User) -> None:
    """Erase the picture and keep the row; a second press finds it gone.

    Refuses (`not_editable`) once the application is on its way, and (`paper_sent`) what was sent in with it before it
    came back: a decision rests on it.
    """
    with transaction.atomic():
        application = lock_one(Application.objects.filter(pk=paper.application_id, borrower=borrower))
        row = ApplicationPaper.objects.select_related("document__owner").get(pk=paper.pk)
        if row.removed_at is not None:
            return
        if application.status not in EDITABLE:
            raise Refused("not_editable", _("This application is on its way and cannot be changed."))
        if is_sent_in(application, row):
            raise Refused("paper_sent", _("This paper was sent in already; add a new one beside it."))
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        # An erasure on the person's wish may have been faster.
        if row.document.status != Document.Status.REMOVED:
            remove_document(document=row.document, actor=borrower)
        record_event(
            "application.paper_removed",
            subject=application,
            actor=borrower,
            data={"kind": row.kind, "document": row.document.number},
        )


def is_sent_in(application: Application, paper: ApplicationPaper) -> bool:
    """Whether a paper was there when the application was sent in."""
    return application.submitted_at is not None and paper.sent_at <= application.submitted_at
