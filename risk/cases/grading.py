"""Which grade a case stands at before it is decided, and where that grade comes from."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import clock
from accounts.web.formats import moment
from lending.models import BorrowerStanding
from risk.cases.against_card import card_says, standing_override
from risk.models import AgendaItem, CaseOverride, CreditCase
from risk.reasons import OVERRIDE_REASONS


@dataclass(frozen=True)
class GradeBasis:
    """A grade and, in words, why this one."""

    grade: str
    words: str


def card_grade(case: CreditCase) -> str:
    """Return the grade the card proposes; empty where no card scored."""
    return card_says(case, CaseOverride.Kind.GRADE) or ""


def item_before_committee(case: CreditCase) -> AgendaItem | None:
    """Return the last item by which the case was or is before the committee."""
    return AgendaItem.objects.filter(case=case).select_related("meeting").order_by("-pk").first()


def grade_basis(case: CreditCase) -> GradeBasis:
    """Return the grade who decides is asked with.

    What is proposed to the committee, else the override that stands, else the card's grade, else the borrower's
    standing; where nothing names a grade at which the product is lent, the worst it is lent at.
    """
    served = case.application.product_version.rates_ppm
    found = _proposed(case) or _named(case)
    if found is not None and found.grade in served:
        return found
    worst = max(served)
    if found is None:
        return GradeBasis(
            worst,
            _(
                "Grade %(grade)s, the worst this product is lent at: neither card, override nor standing names one yet."
            )
            % {"grade": worst},
        )
    return GradeBasis(
        worst,
        _("Grade %(worst)s, the worst this product is lent at: at %(grade)s, which is named, it is not lent.")
        % {"worst": worst, "grade": found.grade},
    )


def card_words(case: CreditCase, grade: str) -> str:
    """Say what the card proposes beside a grade, and whether an override explains it; empty without a card."""
    proposed = card_grade(case)
    if not proposed:
        return ""
    if proposed == grade:
        return _("The card proposes %(grade)s as well.") % {"grade": proposed}
    override = standing_override(case, CaseOverride.Kind.GRADE)
    if override is None or override.to_value != grade:
        return _("The card proposes %(card)s, and no override to %(grade)s is on file.") % {
            "card": proposed,
            "grade": grade,
        }
    return _("The card proposes %(card)s. %(override)s") % {
        "card": proposed,
        "override": override_words(override),
    }


def override_words(override: CaseOverride) -> str:
    """Say an override of a grade in a sentence: from where to where, why, by whom and when."""
    return _("An override stands: %(from)s → %(to)s, %(reason)s (%(name)s, %(at)s).") % {
        "from": override.from_value,
        "to": override.to_value,
        "reason": OVERRIDE_REASONS.get(override.reason, override.reason),
        "name": override.made_by.name,
        "at": moment(override.made_at),
    }


def standing_words(case: CreditCase) -> str:
    """Say at which grade the borrower stands today; empty where none is in force."""
    standing = _standing(case)
    if standing is None:
        return ""
    return _("The borrower's standing until now: grade %(grade)s, valid until %(on)s.") % {
        "grade": standing.grade,
        "on": date_format(standing.valid_until_on, "DATE_FORMAT"),
    }


def _proposed(case: CreditCase) -> GradeBasis | None:
    item = item_before_committee(case) if case.status == CreditCase.Status.ON_AGENDA else None
    if item is None:
        return None
    words = _("Grade %(grade)s, as proposed to the committee (%(item)s). %(card)s") % {
        "grade": item.grade,
        "item": item.number,
        "card": card_words(case, item.grade),
    }
    return GradeBasis(item.grade, words.strip())


def _named(case: CreditCase) -> GradeBasis | None:
    override = standing_override(case, CaseOverride.Kind.GRADE)
    if override is not None:
        return GradeBasis(
            override.to_value,
            _("Grade %(grade)s. %(override)s")
            % {"grade": override.to_value, "override": override_words(override)},
        )
    proposed = card_grade(case)
    if proposed:
        return GradeBasis(
            proposed,
            _("Grade %(grade)s, as the card proposes; no override stands.") % {"grade": proposed},
        )
    standing = _standing(case)
    if standing is None:
        return None
    return GradeBasis(
        standing.grade,
        _("Grade %(grade)s, the borrower's standing: no card has scored this case.")
        % {"grade": standing.grade},
    )


def _standing(case: CreditCase) -> BorrowerStanding | None:
    return (
        BorrowerStanding.objects.filter(borrower=case.application.borrower, valid_until_on__gte=clock.today())
        .exclude(grade="")
        .first()
    )
