"""Say that a finding is mended."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import Document, User
from accounts.services.store_document import store_document
from accounts.states import move
from risk.inspections.rules import require_no_hidden_number
from risk.models import InspectionFinding


def mend_finding(
    *,
    finding: InspectionFinding,
    words: str,
    actor: User,
    evidence: "UploadedFile[bytes] | None" = None,
) -> InspectionFinding:
    """Write down what was done about it, with a photograph where there is one; another person checks it again.

    Refuses (`no_words`), (`words_hidden`), (`not_the_owner`) anybody but whose it is, (`not_open`) one that waits for
    its check or passed it, and what a picture is refused for. Called outside a transaction, as pictures are kept.
    """
    words = words.strip()
    if not words:
        raise Refused("no_words", _("Say what was done about it."), field="words")
    require_no_hidden_number(words, "words")
    _check(finding, actor)
    kept = (
        store_document(owner=actor, kind=Document.Kind.EVIDENCE, file=evidence, actor=actor, subject=finding)
        if evidence
        else None
    )
    with transaction.atomic():
        row = lock_one(InspectionFinding.objects.filter(pk=finding.pk))
        _check(row, actor)
        move(
            row,
            InspectionFinding.Status.MENDED,
            actor=actor,
            mended_words=words,
            evidence=kept,
            mended_by=actor,
            mended_at=clock.now(),
        )
    return row


def _check(finding: InspectionFinding, actor: User) -> None:
    if finding.owner_id != actor.pk:
        raise Refused("not_the_owner", _("Only the colleague it was given to says that it is mended."))
    if finding.status != InspectionFinding.Status.OPEN:
        raise Refused("not_open", _("This finding waits for its check, or passed it."))
