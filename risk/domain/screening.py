"""The rules of screening: what they compare, what they answer, and who of two rule sets decides. Pure.

A rule compares named facts by a small closed set of operators; all its comparisons must hold for it to hit. A fact
that is not known never lets a rule pass: unless another comparison already fails, the rule refers.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from risk.domain.authority import worst

AMOUNT, NUMBER, SHARE, CODE, FLAG = "amount", "number", "share", "code", "flag"
GROUPS = ("fraud", "identity", "policy", "exposure", "regulation")
ORDERED = ("above", "at_least", "below", "at_most")
OPERATORS: dict[str, tuple[str, ...]] = {
    AMOUNT: ORDERED,
    NUMBER: ORDERED,
    SHARE: ORDERED,
    CODE: ("is_one_of", "is_none_of"),
    FLAG: ("is_true", "is_false"),
}
PASS, REFER, REFUSE, OFF = "pass", "refer", "refuse", "off"
WEIGHT = {OFF: 0, PASS: 1, REFER: 2, REFUSE: 3}
WHOLE_PPM = 1_000_000
MOST_COMPARISONS = 4
# A provider that gave no answer: no rule of a set, so that nobody can switch it off.
AWAY_CODES = {"bureau": "BUREAU_AWAY", "blacklist": "BLACKLIST_AWAY"}


@dataclass(frozen=True)
class Comparison:
    """`value` is a whole number for ordered facts (fen, ppm or a count), a tuple of codes for codes, None for flags."""

    fact: str
    operator: str
    value: Any = None


@dataclass(frozen=True)
class Rule:
    code: str
    group: str
    outcome: str
    comparisons: tuple[Comparison, ...]
    is_on: bool = True


@dataclass(frozen=True)
class Switches:
    """What a risk manager has switched off: every automatic refusal, or those of single rules; both then refer."""

    is_all_off: bool = False
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RuleResult:
    """What one rule said; `missing` names the facts it would have needed and did not get."""

    code: str
    group: str
    result: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The worst of all results: pass, refer or refuse."""

    outcome: str
    results: tuple[RuleResult, ...] = field(default=())


def evaluate(
    rules: Iterable[Rule], facts: Mapping[str, Any], switches: Switches, away: Sequence[str]
) -> Verdict:
    """Return what the rules say of the facts; `away` are the providers that were asked and gave no answer."""
    results = [_judge(rule, facts, switches) for rule in rules]
    results += [RuleResult(AWAY_CODES[one], "identity", REFER) for one in away]
    worst = max((one.result for one in results), key=WEIGHT.__getitem__, default=PASS)
    return Verdict(PASS if worst == OFF else worst, tuple(results))


def _judge(rule: Rule, facts: Mapping[str, Any], switches: Switches) -> RuleResult:
    if not rule.is_on:
        return RuleResult(rule.code, rule.group, OFF)
    said = [compare(one, facts.get(one.fact)) for one in rule.comparisons]
    if False in said:
        return RuleResult(rule.code, rule.group, PASS)
    missing = tuple(one.fact for one, held in zip(rule.comparisons, said, strict=True) if held is None)
    if missing:
        return RuleResult(rule.code, rule.group, REFER, missing)
    is_tamed = switches.is_all_off or rule.code in switches.rules
    return RuleResult(rule.code, rule.group, REFER if is_tamed else rule.outcome)


def compare(one: Comparison, value: Any) -> bool | None:
    """Tell whether a comparison holds; None where the fact is not known or not of a kind the operator reads."""
    if one.operator in ORDERED:
        return _in_order(one, value) if isinstance(value, int) and not isinstance(value, bool) else None
    if one.operator in OPERATORS[CODE]:
        return (value in one.value) is (one.operator == "is_one_of") if isinstance(value, str) else None
    return value is (one.operator == "is_true") if isinstance(value, bool) else None


def _in_order(one: Comparison, value: int) -> bool:
    wanted = int(one.value)
    if one.operator == "above":
        return value > wanted
    if one.operator == "at_least":
        return value >= wanted
    return value < wanted if one.operator == "below" else value <= wanted


@dataclass(frozen=True)
class Gravity:
    """What makes a referral grave: the groups, a refusal that was switched off, what was not known."""

    major_groups: frozenset[str]
    tamed_refusal: str
    unknown: str


def severity_of(results: Iterable[Mapping[str, Any]], outcomes: Mapping[str, str], gravity: Gravity) -> str:
    """Return the gravest of what a run did not pass; `outcomes` says what each rule would have answered by itself.

    Several referrals weigh no more than the gravest of them.
    """
    return worst(_severity(one, outcomes, gravity) for one in results if one["result"] in (REFER, REFUSE))


def _severity(result: Mapping[str, Any], outcomes: Mapping[str, str], gravity: Gravity) -> str:
    if result["result"] == REFUSE:
        return "major"
    if result["missing"] or result["code"] not in outcomes:
        return gravity.unknown
    if outcomes[result["code"]] == REFUSE:
        return gravity.tamed_refusal
    return "major" if result["group"] in gravity.major_groups else "minor"


def slot_ppm(set_number: str, application_number: str) -> int:
    """Return the place of an application between 0 and 999,999; the same for ever, another for each rule set."""
    digest = hashlib.sha256(f"{set_number}:{application_number}".encode()).digest()
    return int.from_bytes(digest[:8]) % WHOLE_PPM


def is_for_challenger(set_number: str, application_number: str, share_ppm: int) -> bool:
    """Tell whether a challenger that decides this share of the applications decides this one."""
    return slot_ppm(set_number, application_number) < share_ppm


class BadRule(Exception):
    """A rule that is none; `code` says why, `at` names the rule, its place where it has no code yet."""

    def __init__(self, code: str, at: str) -> None:
        super().__init__(f"{at}: {code}")
        self.code, self.at = code, at


WORDS = ("name_en", "name_zh", "told_en", "told_zh")
FIELDS = frozenset({"code", "group", "outcome", "is_on", "all", *WORDS})


def read_rules(raw: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> tuple[Rule, ...]:
    """Return the rules of a set; `kinds` is the catalogue: the kind of each fact by its name.

    Raises BadRule: `unknown_field`, `no_code`, `code_twice`, `bad_group`, `bad_outcome`, `no_words`, `nothing_told`
    (who is refused is told why), `no_comparison`, `too_many`, `bad_fact`, `bad_operator`, `bad_value`.
    """
    rules: list[Rule] = []
    seen: set[str] = set()
    for place, one in enumerate(raw, 1):
        rule = _read_rule(one, kinds, str(one.get("code") or f"#{place}"))
        if rule.code in seen:
            raise BadRule("code_twice", rule.code)
        seen.add(rule.code)
        rules.append(rule)
    return tuple(rules)


def _read_rule(raw: Mapping[str, Any], kinds: Mapping[str, str], at: str) -> Rule:
    if set(raw) != FIELDS:
        raise BadRule("unknown_field", at)
    code = raw["code"]
    if not isinstance(code, str) or not (3 <= len(code) <= 40) or not code.isascii() or not _is_code(code):
        raise BadRule("no_code", at)
    if code in AWAY_CODES.values():
        raise BadRule("code_twice", at)
    if raw["group"] not in GROUPS:
        raise BadRule("bad_group", at)
    if raw["outcome"] not in (REFER, REFUSE) or not isinstance(raw["is_on"], bool):
        raise BadRule("bad_outcome", at)
    if not all(isinstance(raw[name], str) for name in WORDS) or not (raw["name_en"] and raw["name_zh"]):
        raise BadRule("no_words", at)
    if raw["outcome"] == REFUSE and not (raw["told_en"] and raw["told_zh"]):
        raise BadRule("nothing_told", at)
    return Rule(code, raw["group"], raw["outcome"], _read_comparisons(raw["all"], kinds, at), raw["is_on"])


def _is_code(code: str) -> bool:
    return code[0].isalpha() and all(char.isupper() or char.isdigit() or char == "_" for char in code)


def _read_comparisons(raw: Any, kinds: Mapping[str, str], at: str) -> tuple[Comparison, ...]:
    if not isinstance(raw, list) or not raw:
        raise BadRule("no_comparison", at)
    if len(raw) > MOST_COMPARISONS:
        raise BadRule("too_many", at)
    return tuple(_read_comparison(one, kinds, at) for one in raw)


def _read_comparison(raw: Any, kinds: Mapping[str, str], at: str) -> Comparison:
    if not isinstance(raw, Mapping) or set(raw) != {"fact", "op", "value"}:
        raise BadRule("unknown_field", at)
    kind = kinds.get(raw["fact"])
    if kind is None:
        raise BadRule("bad_fact", at)
    if raw["op"] not in OPERATORS[kind]:
        raise BadRule("bad_operator", at)
    value = raw["value"]
    if kind == FLAG:
        is_good = value is None
    elif kind == CODE:
        is_good = isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)
        value = tuple(value) if is_good else value
    else:
        is_good = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15
    if not is_good:
        raise BadRule("bad_value", at)
    return Comparison(raw["fact"], raw["op"], value)
