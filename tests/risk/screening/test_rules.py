"""The rules themselves: what a comparison says, what is not known, what the set refuses to be."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.screening import (
    AMOUNT,
    CODE,
    FLAG,
    NUMBER,
    OPERATORS,
    BadRule,
    Comparison,
    Rule,
    Switches,
    evaluate,
    is_for_challenger,
    read_rules,
    slot_ppm,
)

KINDS = {"debt_fen": AMOUNT, "months": NUMBER, "purpose": CODE, "is_known": FLAG}
RAW: dict[str, Any] = {
    "code": "TOO_MUCH",
    "group": "policy",
    "outcome": "refuse",
    "is_on": True,
    "name_en": "Too much",
    "name_zh": "过多",
    "told_en": "You owe too much.",
    "told_zh": "您的债务过多。",
    "all": [{"fact": "debt_fen", "op": "above", "value": 100}],
}
NONE_OFF = Switches()


def rule(outcome: str = "refuse", *comparisons: Comparison, code: str = "ONE") -> Rule:
    return Rule(code, "policy", outcome, comparisons or (Comparison("months", "below", 6),))


def said(rules: list[Rule], facts: dict[str, Any], switches: Switches = NONE_OFF) -> list[str]:
    return [one.result for one in evaluate(rules, facts, switches, ()).results]


@pytest.mark.parametrize(
    ("operator", "value", "fact", "hits"),
    [
        ("above", 5, 5, False),
        ("above", 5, 6, True),
        ("at_least", 5, 5, True),
        ("at_least", 5, 4, False),
        ("below", 5, 5, False),
        ("below", 5, 4, True),
        ("at_most", 5, 5, True),
        ("at_most", 5, 6, False),
        ("is_one_of", ("a", "b"), "b", True),
        ("is_one_of", ("a", "b"), "c", False),
        ("is_none_of", ("a", "b"), "c", True),
        ("is_none_of", ("a", "b"), "a", False),
        ("is_true", None, True, True),
        ("is_true", None, False, False),
        ("is_false", None, False, True),
        ("is_false", None, True, False),
    ],
)
def test_what_each_operator_says(operator: str, value: Any, fact: Any, hits: bool) -> None:
    found = said([rule("refuse", Comparison("f", operator, value))], {"f": fact})
    assert found == ["refuse" if hits else "pass"]


@pytest.mark.parametrize("fact", [None, "six", True])
def test_what_is_not_known_or_of_another_kind_refers_and_never_passes(fact: Any) -> None:
    verdict = evaluate([rule()], {"months": fact}, NONE_OFF, ())
    assert verdict.outcome == "refer"
    assert verdict.results[0].missing == ("months",)


def test_what_is_known_to_fail_needs_no_other_fact() -> None:
    both = rule("refuse", Comparison("months", "below", 6), Comparison("band", "is_one_of", ("poor",)))
    assert said([both], {"months": 12}) == ["pass"]
    assert said([both], {"months": 3}) == ["refer"]
    assert said([both], {"months": 3, "band": "poor"}) == ["refuse"]


def test_a_source_that_is_away_refers_whatever_the_rules_say() -> None:
    verdict = evaluate([rule()], {"months": 12}, NONE_OFF, ("bureau",))
    assert verdict.outcome == "refer"
    assert [(one.code, one.result) for one in verdict.results] == [("ONE", "pass"), ("BUREAU_AWAY", "refer")]


def test_what_is_switched_off_refers() -> None:
    rules, facts = [rule(), rule("refuse", code="TWO")], {"months": 1}
    assert said(rules, facts) == ["refuse", "refuse"]
    assert said(rules, facts, Switches(rules=frozenset({"TWO"}))) == ["refuse", "refer"]
    assert said(rules, facts, Switches(is_all_off=True)) == ["refer", "refer"]


def test_a_rule_that_is_not_in_use_says_nothing() -> None:
    off = Rule("OFF_RULE", "policy", "refuse", (Comparison("months", "below", 6),), is_on=False)
    verdict = evaluate([off], {}, NONE_OFF, ())
    assert (verdict.outcome, verdict.results[0].result) == ("pass", "off")


values = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.text(max_size=3), st.booleans())
comparisons = st.one_of(
    st.builds(
        Comparison,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(OPERATORS[NUMBER]),
        st.integers(-(10**12), 10**12),
    ),
    st.builds(
        Comparison,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(OPERATORS[CODE]),
        st.lists(st.text(max_size=3), min_size=1, max_size=3).map(tuple),
    ),
    st.builds(Comparison, st.sampled_from(["a", "b", "c"]), st.sampled_from(OPERATORS[FLAG])),
)
rules_drawn = st.lists(
    st.builds(
        Rule,
        st.uuids().map(str),
        st.just("fraud"),
        st.sampled_from(["refer", "refuse"]),
        st.lists(comparisons, min_size=1, max_size=4).map(tuple),
        st.booleans(),
    ),
    max_size=6,
)
facts_drawn = st.dictionaries(st.sampled_from(["a", "b", "c"]), values)


@given(rules_drawn, facts_drawn)
def test_the_verdict_is_the_worst_and_switches_only_soften(rules: list[Rule], facts: dict[str, Any]) -> None:
    verdict = evaluate(rules, facts, NONE_OFF, ())
    found = {one.result for one in verdict.results}
    worst = "refuse" if "refuse" in found else "refer" if "refer" in found else "pass"
    assert verdict.outcome == worst
    softened = evaluate(rules, facts, Switches(is_all_off=True), ())
    assert softened.outcome == ("refer" if worst == "refuse" else worst)
    assert evaluate(rules, facts, NONE_OFF, ()) == verdict


@given(rules_drawn)
def test_nothing_known_never_passes_a_rule_in_use(rules: list[Rule]) -> None:
    assert {one.result for one in evaluate(rules, {}, NONE_OFF, ()).results} <= {"refer", "off"}


@given(st.integers(0, 1_000_000), st.integers(1, 10**9))
def test_a_share_is_fixed_for_an_application(share_ppm: int, running: int) -> None:
    number = f"AP20261123{running:06d}"
    assert 0 <= slot_ppm("RS1", number) < 1_000_000
    assert is_for_challenger("RS1", number, share_ppm) == (slot_ppm("RS1", number) < share_ppm)
    assert not is_for_challenger("RS1", number, 0)
    assert is_for_challenger("RS1", number, 1_000_000)


def test_a_tenth_is_about_a_tenth_and_another_set_draws_another() -> None:
    numbers = [f"AP20261123{running:06d}" for running in range(10_000)]
    chosen = {one for one in numbers if is_for_challenger("RS1", one, 100_000)}
    other = {one for one in numbers if is_for_challenger("RS2", one, 100_000)}
    assert 900 < len(chosen) < 1_100
    assert len(chosen & other) < 150


def test_rules_are_read_as_they_are_written() -> None:
    [read] = read_rules([RAW], KINDS)
    assert read == Rule("TOO_MUCH", "policy", "refuse", (Comparison("debt_fen", "above", 100),))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"evil": 1}, "unknown_field"),
        ({"code": "lower"}, "no_code"),
        ({"code": "BUREAU_AWAY"}, "code_twice"),
        ({"group": "other"}, "bad_group"),
        ({"outcome": "pass"}, "bad_outcome"),
        ({"is_on": 1}, "bad_outcome"),
        ({"name_zh": ""}, "no_words"),
        ({"told_en": ""}, "nothing_told"),
        ({"all": []}, "no_comparison"),
        ({"all": [RAW["all"][0]] * 5}, "too_many"),
        ({"all": [{"fact": "__import__", "op": "above", "value": 1}]}, "bad_fact"),
        ({"all": [{"fact": "debt_fen", "op": "is_true", "value": None}]}, "bad_operator"),
        ({"all": [{"fact": "debt_fen", "op": "above", "value": "1"}]}, "bad_value"),
        ({"all": [{"fact": "debt_fen", "op": "above", "value": True}]}, "bad_value"),
        ({"all": [{"fact": "debt_fen", "op": "above", "value": 10**15}]}, "bad_value"),
        ({"all": [{"fact": "purpose", "op": "is_one_of", "value": []}]}, "bad_value"),
        ({"all": [{"fact": "is_known", "op": "is_true", "value": 1}]}, "bad_value"),
    ],
)
def test_what_is_no_rule_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadRule) as caught:
        read_rules([{**RAW, **changes}], KINDS)
    assert caught.value.code == code


def test_one_code_is_one_rule() -> None:
    with pytest.raises(BadRule, match="code_twice"):
        read_rules([RAW, RAW], KINDS)
