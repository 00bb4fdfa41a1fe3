"""A card is believed only when it is whole: every fault is refused, and the hash is that of what was meant."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from risk.domain.scorecard_file import (
    CardError,
    content_hash,
    golden_result,
    golden_row,
    read_card,
    read_file,
    read_policy,
    write_file,
)
from risk.domain.scorecard_report import check_report

NAME = {"en": "Test card", "zh": "测试评分卡"}
SPREAD = {"mean": 700_000, "sd": 1_000, "min": 690_000, "max": 710_000}


def report_parts() -> dict[str, Any]:
    """Return a training and its report as they stand in a card."""
    tenth = {
        "least": 480,
        "most": 520,
        "count": 10,
        "bads": 5,
        "expected_ppm": 500_000,
        "observed_ppm": 500_000,
    }
    return {
        "training": {
            "file_sha256": "0" * 64,
            "rows": 10,
            "bads": 5,
            "target": "t",
            "bad": "1",
            "dropped": [],
        },
        "report": {
            "folds": 5,
            "seeds": [1],
            "figures": {"auc": SPREAD, "ks": SPREAD, "gini": SPREAD},
            "train_auc_ppm": 710_000,
            "deciles": [tenth, tenth],
            "roc": [[0, 0], [500_000, 800_000], [1_000_000, 1_000_000]],
            "bands": [{"from": 480, "goods": 5, "bads": 5}],
            "baseline": {"edges": [500], "counts": [5, 5]},
            "left_out": [{"column": "x", "why": "constant"}],
            "not_used": [],
        },
    }


def card_parts() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a small card that is whole, and its policy."""
    card: dict[str, Any] = {
        "format": "fenqi-scorecard/1",
        "name": NAME,
        "base_points": 500,
        "reasons_against": "neutral",
        **report_parts(),
        "characteristics": [
            {
                "code": "term",
                "kind": "number",
                "name": NAME,
                "reason": NAME,
                "iv_ppm": 1000,
                "bins": [
                    {"code": "r1", "kind": "range", "points": 20, "start": None, "end": "12", "goods": 5},
                    {"code": "r2", "kind": "range", "points": -20, "start": "12", "end": None, "bads": 5},
                    {"code": "missing", "kind": "missing", "points": 0},
                    {"code": "unseen", "kind": "unseen", "points": 0},
                ],
            },
            {
                "code": "work",
                "kind": "category",
                "name": NAME,
                "reason": NAME,
                "bins": [
                    {"code": "v1", "kind": "values", "points": 10, "values": ["a", "b"]},
                    {"code": "missing", "kind": "missing", "points": -5},
                    {"code": "unseen", "kind": "unseen", "points": 0},
                ],
            },
        ],
    }
    table = read_card(card)
    card["golden"] = [
        golden_row(table, {"term": "12", "work": "a"}),
        golden_row(table, {"term": None, "work": None}),
    ]
    policy: dict[str, Any] = {
        "pd_map": [[400, 900_000], [600, 100_000]],
        "grades": [["A", 560], ["B", 540], ["C", 520], ["D", 500]],
        "accept_from": 540,
        "refuse_below": 500,
    }
    rules = read_policy(policy)
    policy["golden"] = [golden_result(rules, row["points"]) for row in card["golden"]]
    return card, policy


def card_file() -> bytes:
    return write_file(*card_parts()).encode()


def test_a_card_comes_back_as_it_was_written() -> None:
    card, policy = card_parts()
    assert read_file(card_file()) == (card, policy)
    assert card_file() == card_file()
    # Whatever order a database gives the keys back in, the hash is the same.
    turned = json.loads(json.dumps(card), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert content_hash(turned) == content_hash(card)


def bins(card: dict[str, Any], place: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = card["characteristics"][place]["bins"]
    return found


Change = Callable[[dict[str, Any], dict[str, Any]], object]
FAULTS: dict[str, tuple[str, Change]] = {
    "another format": ("other_format", lambda card, policy: card.update(format="x")),
    "no words": ("words_missing", lambda card, policy: card.update(name={"en": "x"})),
    "a gap": ("ranges_leave_gaps", lambda card, policy: bins(card)[1].update(start="13")),
    "an overlap": ("ranges_leave_gaps", lambda card, policy: bins(card)[1].update(start="11")),
    "no lower end": ("ranges_leave_gaps", lambda card, policy: bins(card)[0].update(start="0")),
    "no upper end": ("ranges_leave_gaps", lambda card, policy: bins(card)[1].update(end="99")),
    "no missing bin": ("no_special_bins", lambda card, policy: bins(card).pop(2)),
    "two unseen bins": (
        "no_special_bins",
        lambda card, policy: bins(card).append({**bins(card)[3], "code": "u2"}),
    ),
    "a category twice": ("twice", lambda card, policy: bins(card, 1)[0].update(values=["a", "a"])),
    "categories of a number": (
        "other_kind_of_bins",
        lambda card, policy: card["characteristics"][0].update(kind="category"),
    ),
    "a code twice": ("twice", lambda card, policy: card["characteristics"][1].update(code="term")),
    "points of truth": ("no_whole_number", lambda card, policy: bins(card)[0].update(points=True)),
    "too many points": ("number_outside", lambda card, policy: bins(card)[0].update(points=10**9)),
    "an endless edge": ("bad_edge", lambda card, policy: bins(card)[0].update(end="NaN")),
    "a changed point": ("golden_differs", lambda card, policy: bins(card)[1].update(points=-21)),
    "no golden rows": ("no_golden_rows", lambda card, policy: card.update(golden=[])),
    "rising PD": ("pd_rises", lambda card, policy: policy.update(pd_map=[[400, 100], [600, 200]])),
    "certain PD": ("pd_outside", lambda card, policy: policy.update(pd_map=[[400, 1_000_000], [600, 200]])),
    "falling points": (
        "knots_not_rising",
        lambda card, policy: policy.update(pd_map=[[600, 300], [400, 200]]),
    ),
    "three grades": ("grades_not_a_to_d", lambda card, policy: policy["grades"].pop()),
    "equal grades": ("grades_not_falling", lambda card, policy: policy["grades"][1].__setitem__(1, 560)),
    "crossed cut-offs": ("cut_offs_crossed", lambda card, policy: policy.update(refuse_below=541)),
    "another grade of a row": ("golden_differs", lambda card, policy: policy["golden"][0].update(grade="A")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_card_that_is_not_whole_is_refused(name: str) -> None:
    code, change = FAULTS[name]
    card, policy = copy.deepcopy(card_parts())
    change(card, policy)
    data = json.dumps({"card": card, "policy": policy, "sha256": content_hash([card, policy])}).encode()
    with pytest.raises(CardError) as refused:
        read_file(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"\xff\xd8\xff", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_a_card"),
        (b'{"card": {}, "card": {}}', "twice"),
        (b'{"card": 1.5}', "no_whole_number"),
        (b'{"card": NaN}', "no_whole_number"),
        (b'{"card": "\\ud800"}', "not_json"),
        (b'{"card": "\\u0000"}', "bad_value"),
        (b" " * (2 * 1024 * 1024 + 1), "too_large"),
        (b'{"card": ' + b"9" * 5_000 + b"}", "not_json"),
    ],
)
def test_a_file_that_is_no_card_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(CardError) as refused:
        read_file(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        ("report", "figures", {"auc": SPREAD}),
        ("report", "deciles", []),
        ("report", "roc", [[0]]),
        ("report", "bands", [{"from": 1}]),
        ("report", "baseline", {"edges": [500], "counts": [5]}),
        ("report", "seeds", ["x"]),
        ("report", "left_out", ["x"]),
        ("training", "rows", 0),
        ("training", "dropped", None),
    ],
)
def test_a_report_that_could_not_be_drawn_is_refused(place: str, name: str, value: object) -> None:
    card, _policy = card_parts()
    check_report(card)
    card[place] = {**card[place], name: value}
    with pytest.raises(CardError):
        check_report(card)


def test_a_changed_file_is_refused_by_its_hash() -> None:
    with pytest.raises(CardError, match="wrong_hash"):
        read_file(card_file().replace(b'"base_points": 500', b'"base_points": 501'))
