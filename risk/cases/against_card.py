"""A case beside its card: what the card says of it, and which judgment stands against that."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from risk.models import AgendaItem, CaseOverride, CreditCase

ABOVE, BELOW = "above", "below"
# Between the two cut-offs the card leaves it to a person: nothing is taken or left against it.
SIDES = {"accept": ABOVE, "refuse": BELOW}


def card_says(case: CreditCase, kind: str) -> str | None:
    """Return what the card said when the case was opened: its grade, or the side of the cut-off its score lies on.

    None where no card was in force, or where it leaves the case to a person.
    """
    score = case.facts.get("score") or {}
    return score.get("grade") if kind == CaseOverride.Kind.GRADE else SIDES.get(score.get("verdict", ""))


def standing_override(case: CreditCase, kind: str) -> CaseOverride | None:
    """Return the judgment against the card that stands; a later one of its kind takes the place of an earlier one."""
    return case.overrides.filter(kind=kind, replaced_at=None).first()


def as_judged(case: CreditCase, kind: str) -> str | None:
    """Return what the card says, or what stands against it."""
    override = standing_override(case, kind)
    return override.to_value if override is not None else card_says(case, kind)


def is_open_to_judgment(case: CreditCase) -> bool:
    """Tell whether nothing rests on the case's grade yet: it waits for a decision and lies before no meeting."""
    if case.status not in CreditCase.WAITING:
        return False
    return not AgendaItem.objects.filter(case=case, status__in=AgendaItem.LIVE).exists()


def refuse_against_card(case: CreditCase, grade: str) -> None:
    """Refuse an approval that says otherwise than the card, where no override gives the reason and its weight.

    Refuses (`no_override`) another grade than as judged, or a case below the cut-off that nobody judged above it.
    """
    judged = as_judged(case, CaseOverride.Kind.GRADE)
    if judged is not None and grade != judged:
        raise Refused(
            "no_override",
            _("As judged against the card the grade is %(grade)s; give the reason for another one first.")
            % {"grade": judged},
            field="grade",
        )
    if as_judged(case, CaseOverride.Kind.SCORE) == BELOW:
        raise Refused(
            "no_override", _("The score lies below the cut-off; first give the reason why the case is taken.")
        )
