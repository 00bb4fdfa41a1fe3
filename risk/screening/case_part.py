"""What the screening found, as a part of the case: groups, hits with their words, links, sources."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from accounts.language import in_language
from accounts.web.parts import Fact
from lending.models import Application
from risk.cases.parts import CasePart, add_case_part
from risk.domain.screening import AWAY_CODES, GROUPS, OFF, PASS
from risk.models import LinkMark, RuleSet, ScreeningRun
from risk.screening.case_paper import write_screening
from risk.screening.catalogue import (
    GROUP_WORDS,
    RESULT_ICONS,
    RESULT_TONES,
    RESULT_WORDS,
    fact_label,
    shown_value,
)
from risk.screening.queries import screening_of
from risk.screening.shown import GroupLine, Hit, LinkLine, ShownScreening

# Whom the watch-list names only those with the right to it may learn, so no case tells which of these rules hit.
CONFIDENTIAL = frozenset({"watch_hit", "is_held"})
SOURCE_FACTS = (
    "bureau_state",
    "bureau_score",
    "bureau_overdue_loans",
    "bureau_overdues_24_months",
    "bureau_queries_3_months",
    "bureau_open_loans",
    "bureau_balance_fen",
    "blacklist_state",
)
AWAY_ADVICE = gettext_lazy(
    "Decide without its answer, or return the application: sent in again, it is asked anew."
)
AWAY_WORDS = {
    "BUREAU_AWAY": gettext_lazy("The credit bureau gave no answer"),
    "BLACKLIST_AWAY": gettext_lazy("The blacklist gave no answer"),
}


def register_case_part() -> None:
    """Add the part."""
    add_case_part(
        CasePart(
            "screening",
            10,
            gettext_lazy("Screening by the rules"),
            "scan-search",
            "risk/office/screening/_case_part.html",
            freeze,
            show,
            write_screening,
        )
    )


def freeze(application: Application) -> dict[str, object] | None:
    """Return what the deciding run said, with the words the rules had then; None where there was no screening."""
    run = screening_of(application)
    return None if run is None else frozen_run(run)


def frozen_run(run: ScreeningRun, *, shows_confidential: bool = False) -> dict[str, Any]:
    """Return a run as codes, figures and the words of its rules; what the watch-list said only where it may be seen."""
    rules = {one["code"]: one for one in run.rule_set.rules}
    kept = [one for one in run.results if shows_confidential or not is_confidential(rules.get(one["code"]))]
    is_hidden = any(one["result"] not in (PASS, OFF) for one in run.results if one not in kept)
    return {
        "run": run.number,
        "version": run.rule_set.version,
        "outcome": run.outcome,
        "results": [_frozen(one, rules.get(one["code"])) for one in kept],
        "is_hidden": is_hidden,
        "facts": {name: run.facts.get(name) for name in _facts_shown(run, rules, kept)},
        "links": run.links,
    }


def is_confidential(rule: Mapping[str, Any] | None) -> bool:
    """Tell whether a rule reads what only those with the right to the watch-list may learn."""
    return rule is not None and any(one["fact"] in CONFIDENTIAL for one in rule["all"])


def _facts_shown(run: ScreeningRun, rules: Mapping[str, Any], kept: list[dict[str, Any]]) -> set[str]:
    read = {
        comparison["fact"]
        for one in kept
        if one["result"] not in (PASS, OFF) and one["code"] in rules
        for comparison in rules[one["code"]]["all"]
    }
    return read | set(SOURCE_FACTS)


def _frozen(result: Mapping[str, Any], rule: Mapping[str, Any] | None) -> dict[str, Any]:
    """A rule that passed is counted and not told."""
    if result["result"] in (PASS, OFF) or rule is None:
        return {"code": result["code"], "group": result["group"], "result": result["result"], "missing": []}
    return {
        **result,
        "en": rule["name_en"],
        "zh": rule["name_zh"],
        "reads": [comparison["fact"] for comparison in rule["all"]],
    }


def show(data: dict[str, Any]) -> ShownScreening:
    """Return what was frozen in words."""
    facts = data["facts"]
    hits = [_hit(one, facts) for one in data["results"] if one["result"] not in (PASS, OFF)]
    if data["is_hidden"]:
        hits.append(_hidden())
    groups = []
    for group in GROUPS:
        asked = [one for one in data["results"] if one["group"] == group and one["result"] != OFF]
        groups.append(
            GroupLine(str(GROUP_WORDS[group]), len(asked), [one for one in hits if one.group == group])
        )
    kinds = dict(LinkMark.Kind.choices)
    outcome = data["outcome"]
    return ShownScreening(
        number=data["run"],
        version=data["version"],
        outcome=str(RESULT_WORDS[outcome]),
        tone=RESULT_TONES[outcome],
        icon=RESULT_ICONS[outcome],
        groups=groups,
        links=[
            LinkLine(str(kinds.get(one["kind"], one["kind"])), one["count"], one["people"])
            for one in data["links"]
        ],
        sources=[
            Fact(fact_label(name), shown_value(name, facts.get(name)), is_figure=not name.endswith("_state"))
            for name in SOURCE_FACTS
        ],
    )


def _hit(one: Mapping[str, Any], facts: Mapping[str, Any]) -> Hit:
    if one["code"] in AWAY_CODES.values():
        words, because = (
            str(AWAY_WORDS[one["code"]]),
            str(AWAY_ADVICE),
        )
    elif one["missing"]:
        words = in_language(one["en"], one["zh"])
        names = pgettext("between parts of a sentence", "; ").join(
            fact_label(name) for name in one["missing"]
        )
        because = _("Not known: %(facts)s") % {"facts": names}
    else:
        words = in_language(one["en"], one["zh"])
        because = pgettext("between parts of a sentence", "; ").join(
            f"{fact_label(name)}: {shown_value(name, facts.get(name))}"
            for name in dict.fromkeys(one["reads"])
        )
    result = one["result"]
    return Hit(
        one["code"],
        one["group"],
        words,
        because,
        str(RESULT_WORDS[result]),
        RESULT_TONES[result],
        RESULT_ICONS[result],
    )


def _hidden() -> Hit:
    return Hit(
        "",
        "identity",
        _("A colleague examines the person"),
        _("Who may see it finds it in the reviews of identities."),
        str(RESULT_WORDS["refer"]),
        RESULT_TONES["refer"],
        RESULT_ICONS["refer"],
    )


def rule_words(rule_set: RuleSet) -> dict[str, str]:
    """Return the names of a set's rules in the reader's language, those of sources that were away included."""
    name = "name_en" if (get_language() or "").startswith("en") else "name_zh"
    return {one["code"]: one[name] for one in rule_set.rules} | {
        code: str(words) for code, words in AWAY_WORDS.items()
    }
