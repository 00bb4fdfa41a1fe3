"""What papers add to the ground: messages, the consumer of events, tables that are only added to."""

from django.conf import settings

from accounts.append_only import keep_all_but, keep_append_only
from accounts.events import subscribe
from accounts.models import User
from accounts.rotation import register_encrypted
from accounts.sealed_files import SealedFiles
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.sections import MeSection, add_me_section
from lending.contracts import invariants, messages  # noqa: F401, invariants register by import
from lending.contracts.handlers import CONSUMER, KINDS
from lending.contracts.write import bell
from lending.models import LoanPaper, PaperFile
from lending.services.read_paper import FOLDER, file_number
from lending.tasks import ring_sealer


def register_papers() -> None:
    """Register everything; called from `apps.py: ready()`."""
    keep_all_but(LoanPaper, "content")
    keep_all_but(PaperFile, "stored_name")
    keep_append_only("lending_paperseal")
    register_encrypted(_paper_files().as_store())
    messages.register_messages()
    add_me_section(MeSection("papers", 60, "lending/customer/_me_papers.html", _for_known_people))
    add_object_pages(ObjectPage("loanpaper", "office_paper", "lending.see_loans"))
    subscribe(CONSUMER, KINDS, "lending.contracts.handlers.write_papers")
    if not settings.TEST_RUN:
        bell.hang(ring_sealer)


def _paper_files() -> SealedFiles:
    """Return the PDFs of papers for the rotation of keys; what they are bound to stays, and so does their hash."""
    rows = PaperFile.objects.select_related("paper").order_by("pk")
    return SealedFiles(
        "loan_papers",
        FOLDER,
        lambda: ((file.pk, file.stored_name, file_number(file)) for file in rows.all()),
        lambda row, old, new: PaperFile.objects.filter(pk=row, stored_name=old).update(stored_name=new),
    )


def _for_known_people(user: User) -> str | None:
    """Offer the way to the papers to whoever may borrow or lend; it asks the database nothing."""
    return user.number if user.identity_verified_at is not None else None
