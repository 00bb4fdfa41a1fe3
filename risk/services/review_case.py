"""Write an opinion on a case and hand it to the one who decides."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import CreditCase


def review_case(*, case: CreditCase, reviewer: User, opinion: str) -> CreditCase:
    """Record the opinion and move the case to its decision.

    Refuses (`no_opinion`) an empty one, (`not_open`) a case that is past its review, (`own_application`) a reviewer
    who is the borrower.
    """
    if not opinion.strip():
        raise Refused("no_opinion", _("Write down what you found."), field="opinion")
    if reviewer.person_id is not None and reviewer.person_id == case.application.borrower.person_id:
        raise Refused("own_application", _("Nobody reviews an application of their own."))
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        if row.status != CreditCase.Status.OPEN:
            raise Refused("not_open", _("This case has already been reviewed."))
        move(
            row,
            CreditCase.Status.REVIEWED,
            actor=reviewer,
            opinion=opinion.strip(),
            reviewed_by=reviewer,
            reviewed_at=clock.now(),
        )
    return row
