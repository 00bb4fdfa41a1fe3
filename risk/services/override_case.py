"""Judge a case against the card."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Grade
from risk.cases.against_card import ABOVE, BELOW, card_says, is_open_to_judgment
from risk.domain.overrides import HIGH, LOW, severity_of_grade, severity_of_score, side_of_grade
from risk.models import CaseOverride, CreditCase
from risk.reasons import OVERRIDE_REASONS

GRADES = tuple(Grade.values)


def override_case(
    *, case: CreditCase, made_by: User, kind: str, to_value: str, reason: str, words: str
) -> CaseOverride:
    """Write an override down: another grade than the card's, or a case `taken` or `left` against its cut-off.

    It is held against what the card says, takes the place of an earlier one of its kind, and its side follows from
    the values; what is better than the card says raises who has to decide. Refuses (`not_with_review`) a case that is
    neither in review nor on its way to a meeting, (`no_card`) one that no card has judged, (`bad_override`) what the
    card says itself, (`signed_already`) while a first signature waits for its second, (`no_reason`).
    """
    if reason not in OVERRIDE_REASONS or len(words.strip()) < 2:
        raise Refused("no_reason", _("Name the reason and say in words why."), field="words")
    from_value = card_says(case, kind)
    if from_value is None:
        raise Refused("no_card", _("The card leaves this to you: there is nothing to judge against."))
    side, severity = _weigh(kind, from_value, to_value)
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        _check(row, made_by)
        row.overrides.filter(kind=kind, replaced_at=None).update(replaced_at=clock.now())
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
            data={"kind": kind, "to": to_value, "side": side, "severity": severity, "reason": reason},
        )
    return override


def _weigh(kind: str, from_value: str, to_value: str) -> tuple[str, str]:
    """Return side and severity of a judgment."""
    known = GRADES if kind == CaseOverride.Kind.GRADE else (ABOVE, BELOW)
    if to_value not in known or to_value == from_value:
        raise Refused(
            "bad_override", _("The card says that already; choose another value."), field="to_value"
        )
    if kind == CaseOverride.Kind.GRADE:
        return side_of_grade(from_value, to_value, GRADES), severity_of_grade(from_value, to_value, GRADES)
    side = LOW if from_value == BELOW else HIGH
    return side, severity_of_score(side)


def _check(row: CreditCase, made_by: User) -> None:
    if not is_open_to_judgment(row):
        raise Refused("not_with_review", _("This case is no longer in review."))
    if made_by.person_id is not None and made_by.person_id == row.application.borrower.person_id:
        raise Refused("own_application", _("Nobody reviews an application of their own."))
    if row.signatures.filter(dropped_at=None).exists():
        raise Refused(
            "signed_already", _("Somebody has signed on this grade; the signature is given back first.")
        )
