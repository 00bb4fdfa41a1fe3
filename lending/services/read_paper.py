"""Hand a paper out as PDF, and write down who read it."""

import hashlib
import json
import logging

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.documents import erase_file, read_file, write_sealed
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from lending.contracts.drawing import draw_paper
from lending.models import LoanPaper, PaperFile, PaperSeal
from lending.services.seal_paper import seal_paper

logger = logging.getLogger(__name__)

FOLDER = "papers"
LANGUAGES = ("zh-hans", "en")


def read_paper(*, paper: LoanPaper, language: str, actor: User) -> bytes:
    """Return the PDF of a paper in a language and record `loan_paper.read`; called with no transaction open.

    It is drawn for the first reader, kept, and handed out byte for byte to all later ones. Refuses (`not_sealed`)
    while no seal can be had, and (`paper_unreadable`) a paper or file that was changed or is gone. The caller has
    asked the policy.
    """
    if not seal_paper(paper_id=paper.pk):
        raise Refused("not_sealed", _("This paper is being sealed. Please come back in a minute."))
    file = PaperFile.objects.filter(paper=paper, language=language).first() or _draw(paper, language)
    try:
        content = read_file(file.stored_name, file_number(file))
    except (OSError, ValueError) as error:
        raise _unreadable(paper, type(error).__name__) from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise _unreadable(paper, "another hash")
    data = {"loan": paper.loan.number, "kind": paper.kind, "language": language}
    record_event("loan_paper.read", subject=paper, actor=actor, data=data)
    return content


def file_number(file: PaperFile) -> str:
    """Return what the file's bytes are bound to."""
    return f"{file.paper.number}:{file.language}"


def _draw(paper: LoanPaper, language: str) -> PaperFile:
    """Draw the paper and keep it; where another reader was faster, theirs is the one."""
    if not paper.content:
        raise _unreadable(paper, "erased")
    seal = PaperSeal.objects.get(paper=paper)
    content = draw_paper(paper, json.loads(paper.content), seal, language)
    stored_name = write_sealed(f"{paper.number}:{language}", content, folder=FOLDER)
    try:
        with transaction.atomic():
            return PaperFile.objects.create(
                paper=paper,
                language=language,
                stored_name=stored_name,
                sha256=hashlib.sha256(content).hexdigest(),
                size_bytes=len(content),
                made_at=clock.now(),
            )
    except IntegrityError:
        erase_file(stored_name)
        return PaperFile.objects.get(paper=paper, language=language)
    except BaseException:
        erase_file(stored_name)
        raise


def _unreadable(paper: LoanPaper, why: str) -> Refused:
    logger.error("paper %s cannot be read: %s", paper.number, why)
    return Refused("paper_unreadable", _("This paper cannot be read at the moment. Please tell us."))
