"""What the pages of the screening say, made ready for their templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts import clock
from accounts.language import in_language
from accounts.models import Approval, User
from accounts.web.formats import moment, number, percent
from accounts.web.parts import Fact
from risk.domain.screening import GROUPS, PASS, REFER, REFUSE
from risk.models import RuleSet, RuleSwitch, RuleTest, ScreeningRun
from risk.screening.case_part import CONFIDENTIAL, frozen_run, is_confidential, rule_words, show
from risk.screening.catalogue import (
    CATALOGUE,
    EFFECT_WORDS,
    GROUP_WORDS,
    OPERATOR_WORDS,
    RESULT_ICONS,
    RESULT_TONES,
    RESULT_WORDS,
    fact_label,
    shown_value,
)
from risk.screening.queries import Comparison, RuleFigures, Statistics

SEE_WATCH_LIST = "accounts.see_watch_list"
OUTCOMES = (PASS, REFER, REFUSE)
WHOLE_PPM = 1_000_000


@dataclass(frozen=True)
class RuleLine:
    """A rule in words, with its figures of a period where they are told."""

    code: str
    group: str
    words: str
    condition: str
    outcome: str
    tone: str
    icon: str
    told: str
    is_on: bool
    is_switched_off: bool = False
    figures: RuleFigures | None = None
    hit_share: str = ""


@dataclass(frozen=True)
class Share:
    """One outcome with its count and share."""

    words: str
    count: int
    share: str


def share_text(part: int, whole: int) -> str:
    """Return a part as a percentage, a dash of nothing."""
    return percent(part * WHOLE_PPM // whole, 1) if whole else "—"


def outcome_shares(found: Statistics) -> list[Share]:
    """Return how many passed, were referred and were refused."""
    return [
        Share(str(RESULT_WORDS[one]), found.outcomes[one], share_text(found.outcomes[one], found.tried))
        for one in OUTCOMES
    ]


def rule_lines(
    row: RuleSet, found: Statistics | None = None, switched_off: Iterable[str] = ()
) -> list[RuleLine]:
    """Return the rules of a version by group, each with what it said in a period."""
    off = set(switched_off)
    ordered = sorted(row.rules, key=lambda one: GROUPS.index(one["group"]))
    return [_rule_line(one, found, off) for one in ordered]


def _rule_line(rule: Mapping[str, Any], found: Statistics | None, off: set[str]) -> RuleLine:
    figures = None if found is None else found.rules.get(rule["code"], RuleFigures())
    hits = 0 if figures is None else figures.referred + figures.refused
    return RuleLine(
        code=rule["code"],
        group=str(GROUP_WORDS[rule["group"]]),
        words=in_language(rule["name_en"], rule["name_zh"]),
        condition=condition_words(rule),
        outcome=str(EFFECT_WORDS[rule["outcome"]]),
        tone=RESULT_TONES[rule["outcome"]],
        icon=RESULT_ICONS[rule["outcome"]],
        told=in_language(rule["told_en"], rule["told_zh"]),
        is_on=rule["is_on"],
        is_switched_off=rule["code"] in off or "" in off,
        figures=figures,
        hit_share="" if figures is None else share_text(hits, figures.asked),
    )


def condition_words(rule: Mapping[str, Any]) -> str:
    """Return what a rule compares, as a sentence."""
    return pgettext("between comparisons of a rule", " and ").join(_comparison(one) for one in rule["all"])


def _comparison(one: Mapping[str, Any]) -> str:
    words = f"{fact_label(one['fact'])} {OPERATOR_WORDS[one['op']]}"
    if one["value"] is None:
        return words
    values = one["value"] if isinstance(one["value"], list) else [one["value"]]
    return f"{words} " + pgettext("between values", ", ").join(
        shown_value(one["fact"], value) for value in values
    )


@dataclass(frozen=True)
class RuleChange:
    """What became of a rule between two versions."""

    code: str
    words: str
    before: str
    after: str


def changes_between(before: RuleSet | None, after: RuleSet) -> list[RuleChange]:
    """Return every rule that is new, gone or says something else; nothing without a version before."""
    if before is None:
        return []
    old = {one["code"]: one for one in before.rules}
    new = {one["code"]: one for one in after.rules}
    words = rule_words(before) | rule_words(after)
    return [
        RuleChange(code, words[code], _told_rule(old.get(code)), _told_rule(new.get(code)))
        for code in dict.fromkeys([*old, *new])
        if old.get(code) != new.get(code)
    ]


def _told_rule(rule: Mapping[str, Any] | None) -> str:
    if rule is None:
        return "—"
    name = in_language(rule["name_en"], rule["name_zh"])
    told = in_language(rule["told_en"], rule["told_zh"])
    in_use = "" if rule["is_on"] else str(RESULT_WORDS["off"])
    parts = [name, condition_words(rule), str(EFFECT_WORDS[rule["outcome"]]), in_use, told]
    return " · ".join(part for part in parts if part)


def rule_set_facts(row: RuleSet) -> list[Fact]:
    """Return who wrote and who approved a version, and when it holds."""
    facts = [
        Fact(_("Version"), row.version),
        Fact(_("Published as"), row.get_lane_display()),
        Fact(_("Author"), row.made_by.name if row.made_by else _("came with the house")),
        Fact(_("Last saved"), moment(row.saved_at), hint=row.saved_by.name if row.saved_by else ""),
        Fact(_("Checker"), row.checker.name if row.checker else "—"),
        Fact(_("In force from"), row.in_force_from_on.isoformat() if row.in_force_from_on else "—"),
        Fact(pgettext("rule set", "Retired"), moment(row.retired_at) if row.retired_at else "—"),
        Fact(_("Hash of the rules"), row.content_hash[:16]),
    ]
    if row.share_ppm:
        facts.insert(2, Fact(_("Share of applications it decides"), percent(row.share_ppm)))
    if row.based_on is not None:
        facts.insert(1, Fact(_("Copied from version"), row.based_on.version))
    return facts


@dataclass(frozen=True)
class MatrixRow:
    """From one outcome to each other; `cells` are (count, stays the same)."""

    words: str
    cells: list[tuple[int, bool]]


def matrix(counts: Mapping[str, int]) -> list[MatrixRow]:
    """Return a test run's counts as a table of before against after."""
    return [
        MatrixRow(
            str(RESULT_WORDS[before]),
            [(counts.get(f"{before}>{after}", 0), before == after) for after in OUTCOMES],
        )
        for before in OUTCOMES
    ]


def comparison_matrix(found: Comparison) -> list[MatrixRow]:
    """Return champion against challenger as the same table."""
    return matrix({f"{before}>{after}": count for before, after, count in found.pairs})


def outcome_words() -> list[str]:
    """Return the outcomes as the heads of a table."""
    return [str(RESULT_WORDS[one]) for one in OUTCOMES]


@dataclass(frozen=True)
class ChangedLine:
    """An application whose outcome would be another."""

    application: str
    run: str
    before: str
    before_tone: str
    after: str
    after_tone: str
    because: str


def changed_lines(test: RuleTest) -> list[ChangedLine]:
    """Return the applications a test run would have treated differently."""
    words = rule_words(test.rule_set)
    return [
        ChangedLine(
            one["application"],
            one["run"],
            str(RESULT_WORDS[one["before"]]),
            RESULT_TONES[one["before"]],
            str(RESULT_WORDS[one["after"]]),
            RESULT_TONES[one["after"]],
            pgettext("between parts of a sentence", "; ").join(
                words.get(code, code) for code in one["rules"]
            ),
        )
        for one in test.changes
    ]


def test_sentence(test: RuleTest) -> str:
    """Return in a sentence what a test run found."""
    changed = sum(count for pair, count in test.counts.items() if len(set(pair.split(">"))) == 2)
    return ngettext(
        "%(changed)s of %(tried)s past application would have ended differently.",
        "%(changed)s of %(tried)s past applications would have ended differently.",
        test.tried,
    ) % {"changed": number(changed), "tried": number(test.tried)}


def run_page(run: ScreeningRun, viewer: User) -> dict[str, Any]:
    """Return everything a run's page shows; what the watch-list said only to those who may see it."""
    sees = viewer.has_right(SEE_WATCH_LIST)
    hidden = () if sees else CONFIDENTIAL
    facts = [
        Fact(fact.label, shown_value(code, run.facts.get(code)), code=code, is_figure=fact.kind in FIGURES)
        for code, fact in CATALOGUE.items()
        if code in run.facts and code not in hidden
    ]
    return {
        "shown": show(frozen_run(run, shows_confidential=sees)),
        "facts": facts,
        "results": result_lines(run, sees=sees),
        "switches": _switch_words(run),
    }


FIGURES = ("amount", "number", "share")


@dataclass(frozen=True)
class ResultLine:
    code: str
    words: str
    result: str
    tone: str
    icon: str


def result_lines(run: ScreeningRun, *, sees: bool) -> list[ResultLine]:
    """Return what every rule of the run said."""
    rules = {one["code"]: one for one in run.rule_set.rules}
    words = rule_words(run.rule_set)
    return [
        ResultLine(
            one["code"],
            words.get(one["code"], one["code"]),
            str(RESULT_WORDS[one["result"]]),
            RESULT_TONES[one["result"]],
            RESULT_ICONS[one["result"]],
        )
        for one in run.results
        if sees or not is_confidential(rules.get(one["code"]))
    ]


def _switch_words(run: ScreeningRun) -> str:
    if run.switches.get("all"):
        return _("Every automatic refusal was switched off.")
    codes = run.switches.get("rules", [])
    return _("Switched off: %(rules)s") % {"rules": ", ".join(codes)} if codes else ""


def publish_facts(approval: Approval) -> list[Fact]:
    """Tell a checker which rules would come into force, what changes, and what the test run found."""
    row = RuleSet.objects.select_related("based_on").filter(number=approval.payload["rule_set"]).first()
    if row is None:
        return [Fact(_("Rules"), approval.subject_number)]
    test = row.tests.filter(content_hash=row.content_hash).order_by("-pk").first()
    share = percent(row.share_ppm) if row.share_ppm else _("all")
    return [
        Fact(_("Rules"), _("version %(version)s") % {"version": row.version}),
        Fact(_("Published as"), row.get_lane_display(), hint=share),
        Fact(_("In force from"), approval.payload["in_force_from_on"]),
        Fact(_("Test run"), test_sentence(test) if test is not None else "—"),
        *(
            Fact(f"{one.words} ({one.code})", one.after, _("before: %(value)s") % {"value": one.before})
            for one in changes_between(row.based_on, row)
        ),
    ]


def switch_facts(approval: Approval) -> list[Fact]:
    """Tell a checker what would refuse again, and why it was switched off."""
    row = RuleSwitch.objects.select_related("set_by").filter(number=approval.payload["switch"]).first()
    if row is None:
        return [Fact(_("Switch"), approval.subject_number)]
    return [
        Fact(_("Refuses again"), switch_name(row)),
        Fact(_("Switched off by"), row.set_by.name, hint=moment(row.off_at)),
        Fact(_("Reason"), row.reason),
    ]


def switch_name(row: RuleSwitch) -> str:
    """Return what a switch is about."""
    return row.rule_code or _("Every automatic refusal")


def switch_choices(row: RuleSet, off: Sequence[RuleSwitch]) -> list[tuple[str, str | Promise]]:
    """Return what may be switched off: everything, or a rule that refuses."""
    gone = {one.rule_code for one in off}
    words = rule_words(row)
    choices: list[tuple[str, str | Promise]] = [("", _("Every automatic refusal"))] if "" not in gone else []
    return choices + [
        (one["code"], f"{words[one['code']]} ({one['code']})")
        for one in row.rules
        if one["outcome"] == REFUSE and one["is_on"] and one["code"] not in gone
    ]


def is_due(row: RuleSet) -> bool:
    """Tell whether a published version's day has come."""
    return row.in_force_from_on is not None and row.in_force_from_on <= clock.today()
