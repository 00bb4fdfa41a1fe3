"""Write down what was found on a visit."""

import datetime as dt
from collections.abc import Sequence

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
from risk.models import CreditCase, FieldVisit


def report_visit(
    *,
    visit: FieldVisit,
    visitor: User,
    visited_on: dt.date,
    place: str,
    findings: str,
    photos: Sequence["UploadedFile[bytes]"] = (),
) -> FieldVisit:
    """Keep day, place, findings and photographs of the visit, by the colleague who was asked and nobody else.

    Refuses (`not_yours`), (`no_findings`), (`no_place`), (`bad_date`) a day to come or before the visit was asked for,
    (`over`) a visit that is made or called off. Called outside a transaction, as photographs are kept.
    """
    if visit.assigned_to_id != visitor.pk:
        raise Refused("not_yours", _("Somebody else was asked to make this visit."))
    if len(place.strip()) < 2:
        raise Refused("no_place", _("Say where you were."), field="place")
    if len(findings.strip()) < 2:
        raise Refused("no_findings", _("Write down what you found."), field="findings")
    if not visit.asked_at.astimezone(clock.SHANGHAI).date() <= visited_on <= clock.today():
        raise Refused(
            "bad_date", _("This is not a day on which the visit can have been."), field="visited_on"
        )
    _check(visit)
    owner = visit.case.application.borrower
    for photo in photos:
        store_document(owner=owner, kind=Document.Kind.EVIDENCE, file=photo, actor=visitor, subject=visit)
    with transaction.atomic():
        case = lock_one(CreditCase.objects.filter(pk=visit.case_id))
        row = lock_one(FieldVisit.objects.filter(pk=visit.pk))
        _check(row)
        move(
            row,
            FieldVisit.Status.DONE,
            actor=visitor,
            data={"case": case.number, "photos": len(photos)},
            visited_on=visited_on,
            place=place.strip()[:200],
            findings=findings.strip()[:4000],
            ended_at=clock.now(),
        )
        record_event("case.visited", subject=case, actor=visitor, data={"visit": row.number})
    return row


def _check(visit: FieldVisit) -> None:
    if visit.status != FieldVisit.Status.ASKED:
        raise Refused("over", _("This visit is over."))
