"""Send an opinion back for another review."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import CaseReturn, CreditCase


def return_review(*, case: CreditCase, sent_by: User, remarks: str, is_for_another: bool) -> CreditCase:
    """Open a reviewed case again, to whoever wrote the opinion or to somebody else; the opinion stays on file.

    Refuses (`no_remarks`), (`not_reviewed`) a case without an opinion that waits for its decision, (`signed`) one that
    was signed first, (`reviewer_decides`) whoever wrote the opinion.
    """
    if len(remarks.strip()) < 2:
        raise Refused("no_remarks", _("Say what is still to be found out."), field="remarks")
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        if row.status != CreditCase.Status.REVIEWED or row.reviewed_by is None or row.reviewed_at is None:
            raise Refused("not_reviewed", _("There is no opinion to send back."))
        if is_same_person(row.reviewed_by, sent_by):
            raise Refused(
                "reviewer_decides", _("You wrote the opinion on this case; another person decides it.")
            )
        if row.signatures.filter(dropped_at__isnull=True).exists():
            raise Refused("signed", _("Give the first signature back before."))
        CaseReturn.objects.create(
            case=row,
            opinion=row.opinion,
            reviewed_by=row.reviewed_by,
            reviewed_at=row.reviewed_at,
            remarks=remarks.strip()[:1000],
            is_for_another=is_for_another,
            sent_by=sent_by,
            sent_at=clock.now(),
        )
        move(
            row,
            CreditCase.Status.OPEN,
            actor=sent_by,
            data={"for_another": is_for_another},
            opinion="",
            reviewed_by=None,
            reviewed_at=None,
        )
    return row
