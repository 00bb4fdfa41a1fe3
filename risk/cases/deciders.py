"""Who decides a case and why, in words: before the decision by the matrix of today, afterwards as it was kept."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.errors import Refused
from accounts.models import User
from accounts.web.formats import yuan
from accounts.web.parts import Fact
from risk.authority.deciding import Authority, authorities, who
from risk.authority.severity import SEVERITY_NAMES, gravest_sources
from risk.cases.grading import card_words, grade_basis, standing_words
from risk.models import CreditCase


@dataclass(frozen=True)
class WhoDecides:
    """The sentence of the matrix, and below it where its grade and its exception come from."""

    sentence: str
    because: list[str]


def who_decides(case: CreditCase) -> WhoDecides:
    """Say who would decide on what was asked for, at the grade the case stands at, and at the other grades."""
    application = case.application
    basis = grade_basis(case)
    grades = sorted({*application.product_version.rates_ppm, basis.grade})
    try:
        found = authorities(case, application.amount_fen or 0, grades)
    except Refused as refusal:
        return WhoDecides(str(refusal.message), [])
    asked = found[basis.grade]
    sources = gravest_sources(case, asked.severity)
    is_before_committee = case.status == CreditCase.Status.ON_AGENDA
    others = [] if is_before_committee else _others(found, basis.grade)
    lines = [basis.words, standing_words(case), _exception(asked, sources), *others]
    sentence = asked.reason
    if is_before_committee:
        # Whoever might decide alone has put it there, and now only the committee decides.
        sentence = _("The credit committee, before which the case was put. By the matrix: %(matrix)s") % {
            "matrix": asked.reason
        }
    return WhoDecides(sentence, [line for line in lines if line])


def who_decided(case: CreditCase) -> list[Fact]:
    """Return under what authority a case was decided; a refusal and a return take one person and keep none."""
    kept, decision = case.authority, case.decision
    if "kind" not in kept:
        facts = [Fact(_("Authority"), _("One person: declining and returning need no more."))]
        return facts if "ruling" not in kept else [Fact(_("Authority"), _ruled(kept["ruling"]))]
    names = {
        "sole": _("one person"),
        "joint": _("two persons together"),
        "committee": who("committee", ()),
    }
    facts = [
        Fact(
            _("Authority"),
            _ruled(kept["ruling"]) if "ruling" in kept else names[kept["kind"]],
            hint=_("authority matrix, version %(version)s") % {"version": kept["version"]},
        ),
        Fact(_("Counted with what related borrowers owe"), yuan(kept["amount_fen"]), is_figure=True),
        Fact(pgettext("rules", "Exception"), SEVERITY_NAMES[kept["severity"]]),
    ]
    if "first_signature" in kept:
        facts.append(Fact(_("Signed first"), _name_of(kept["first_signature"])))
    if decision is not None and decision.grade:
        facts.append(Fact(_("Grade"), decision.grade, hint=card_words(case, decision.grade)))
    return facts


def _exception(asked: Authority, sources: list[object]) -> str:
    if not sources:
        return ""
    return _("%(exception)s, by %(sources)s.") % {
        "exception": SEVERITY_NAMES[asked.severity],
        "sources": pgettext("between parts of a sentence", "; ").join(str(one) for one in sources),
    }


def _others(found: dict[str, Authority], grade: str) -> list[str]:
    """Say who decides at another grade, where that is somebody else."""
    asked = found[grade]
    by_who: dict[str, list[str]] = {}
    for other, one in found.items():
        if (one.kind, one.roles) != (asked.kind, asked.roles):
            by_who.setdefault(who(one.kind, one.roles), []).append(other)
    return [
        _("At grade %(grades)s: %(who)s.") % {"grades": ", ".join(grades), "who": names}
        for names, grades in by_who.items()
    ]


def _ruled(item: str) -> str:
    return _("the credit committee, item %(number)s") % {"number": item}


def _name_of(number: str) -> str:
    found = User.objects.filter(number=number).first()
    return found.name if found is not None else number
