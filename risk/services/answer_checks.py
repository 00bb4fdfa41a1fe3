"""Answer items of a case's checklist."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.cases.checklist import checklist
from risk.models import CaseCheck, CreditCase


@dataclass(frozen=True)
class CheckAnswer:
    answer: str
    remark: str = ""


def answer_checks(*, case: CreditCase, reviewer: User, answers: Mapping[str, CheckAnswer]) -> None:
    """Keep the answers; an item that was answered before is answered anew.

    Refuses (`not_open`) a case that is past its review, (`unknown_check`) an item the case does not have,
    (`remark_missing`) an item that is not in order and does not say why.
    """
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        if row.status != CreditCase.Status.OPEN:
            raise Refused("not_open", _("This case has already been reviewed."))
        known = {item.code for item in checklist(row)}
        for code, given in answers.items():
            if code not in known or given.answer not in CaseCheck.Answer.values:
                raise Refused("unknown_check", _("This item is not on the checklist."), field=code)
            if given.answer == CaseCheck.Answer.NOT_OK and not given.remark.strip():
                raise Refused("remark_missing", _("Say what is not in order."), field=f"remark_{code}")
        for code, given in answers.items():
            CaseCheck.objects.update_or_create(
                case=row,
                code=code,
                defaults={
                    "answer": given.answer,
                    "remark": given.remark.strip()[:300],
                    "made_by": reviewer,
                    "made_at": clock.now(),
                },
            )
        record_event("case.checked", subject=row, actor=reviewer, data={"items": len(answers)})
