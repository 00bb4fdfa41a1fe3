"""Send in what shows that a condition is met."""

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Document, User
from accounts.services.store_document import store_document
from lending.models import Application, ConditionEvidence, DecisionCondition


def send_evidence(
    *,
    condition: DecisionCondition,
    sender: User,
    words: str = "",
    paper: "UploadedFile[bytes] | None" = None,
) -> ConditionEvidence:
    """Keep words and picture for somebody else to look at; the picture is a document of the borrower.

    Refuses (`no_evidence`) nothing at all, (`condition_met`), (`ended`) an application that has ended without a loan,
    (`evidence_waits`) a second one while the first is looked at. Called outside a transaction, as papers are kept.
    """
    borrower = condition.decision.application.borrower
    if not words.strip() and not paper:
        raise Refused("no_evidence", _("Write something or add a picture."), field="words")
    _check(condition)
    document = (
        store_document(
            owner=borrower, kind=Document.Kind.EVIDENCE, file=paper, actor=sender, subject=condition
        )
        if paper
        else None
    )
    with transaction.atomic():
        lock_one(Application.objects.filter(pk=condition.decision.application_id))
        row = DecisionCondition.objects.select_related("decision__application").get(pk=condition.pk)
        _check(row)
        try:
            with transaction.atomic():
                evidence = ConditionEvidence.objects.create(
                    condition=row,
                    words=words.strip()[:500],
                    document=document,
                    sent_by=sender,
                    sent_at=clock.now(),
                )
        except IntegrityError:
            raise _waits() from None
        record_event("condition.evidence_sent", subject=row, actor=sender, data={"evidence": evidence.pk})
    return evidence


def _check(condition: DecisionCondition) -> None:
    application = condition.decision.application
    if condition.status != DecisionCondition.Status.OPEN:
        raise Refused("condition_met", _("This condition is met already."))
    if not application.is_open and application.status != Application.Status.DISBURSED:
        raise Refused("ended", _("This application has ended."))
    if condition.evidence.filter(status=ConditionEvidence.Status.SENT).exists():
        raise _waits()


def _waits() -> Refused:
    return Refused("evidence_waits", _("What was sent in is being looked at."))
