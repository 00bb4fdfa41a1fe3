"""Judge a case against the card."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Grade
from risk.domain.overrides import HIGH, LOW, severity_of_grade, severity_of_score, side_of_grade
from risk.models import CaseOverride, CreditCase
from risk.reasons import OVERRIDE_REASONS

GRADES = tuple(Grade.values)


def override_case(
    *, case: CreditCase, made_by: User, kind: str, from_value: str, to_value: str, reason: str, words: str
) -> CaseOverride:
    """Write an override down: another grade than the card's, or a case `taken` or `left` against its cut-off.

    Its side follows from the values; what is better than the card says raises who has to decide. Refuses
    (`not_with_review`) a case that is not in review, (`bad_override`) values that change nothing, (`no_reason`).
    """
    if reason not in OVERRIDE_REASONS or len(words.strip()) < 2:
        raise Refused("no_reason", _("Name the reason and say in words why."), field="words")
    if kind == CaseOverride.Kind.GRADE:
        if from_value not in GRADES or to_value not in GRADES or from_value == to_value:
            raise Refused("bad_override", _("Choose another grade than the card's."), field="to_value")
        side = side_of_grade(from_value, to_value, GRADES)
        severity = severity_of_grade(from_value, to_value, GRADES)
    else:
        if {from_value, to_value} != {"below", "above"}:
            raise Refused(
                "bad_override", _("Say on which side of the cut-off the score lies."), field="to_value"
            )
        side = LOW if from_value == "below" else HIGH
        severity = severity_of_score(side)
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        if row.status not in (CreditCase.Status.OPEN, CreditCase.Status.REVIEWED):
            raise Refused("not_with_review", _("This case is no longer in review."))
        if made_by.person_id is not None and made_by.person_id == row.application.borrower.person_id:
            raise Refused("own_application", _("Nobody reviews an application of their own."))
        override = CaseOverride.objects.create(
            case=row,
            kind=kind,
            from_value=from_value,
            to_value=to_value,
            side=side,
            severity=severity,
            reason=reason,
            words=words.strip()[:500],
            made_by=made_by,
            made_at=clock.now(),
        )
        record_event(
            "case.overridden",
            subject=row,
            actor=made_by,
            data={"kind": kind, "side": side, "severity": severity},
        )
    return override
