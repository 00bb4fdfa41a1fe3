"""A card as a file: what the training writes, the site imports and the database keeps, checked before it is believed.

The file is `{"card": …, "policy": …, "sha256": …}`; whole numbers and texts only, so that it means the same in every
database and its hash is the hash of what was meant.
"""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from risk.domain.scorecard import (
    LOWEST_GRADE,
    Bin,
    BinKind,
    Card,
    Characteristic,
    Policy,
    Scored,
    Source,
    Words,
    read_number,
    score,
)

FORMAT = "fenqi-scorecard/1"
GRADES = ("A", "B", "C", "D")
LARGEST_BYTES = 2 * 1024 * 1024
MOST = {"characteristics": 60, "bins": 60, "values": 500, "knots": 200, "golden": 500}
POINTS_LIMIT = 100_000
PPM = 1_000_000


class CardError(ValueError):
    """What is wrong with a card; `code` is for machines, `place` says where, `detail` what was found there."""

    def __init__(self, code: str, place: str = "", detail: object = "") -> None:
        super().__init__(f"{code} at {place}" if place else code)
        self.code = code
        self.place = place
        self.detail = str(detail)[:80]


def canonical(value: Any) -> str:
    """Return the one text of a value, the same whatever order a database gives its keys back in."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(value: Any) -> str:
    """Return the SHA-256 of the one text of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def read_file(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the card's and the policy's content of a file.

    Refuses (CardError) what is too large, no JSON, has keys twice, another format, a wrong hash, a table that leaves
    out or doubles a value, and golden rows that the table does not give.
    """
    if len(data) > LARGEST_BYTES:
        raise CardError("too_large")
    try:
        file = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float
        )
        text = canonical(file).encode().decode()
    except CardError:
        raise
    except (ValueError, RecursionError):
        raise CardError("not_json") from None
    # No database keeps this character.
    if "\\u0000" in text:
        raise CardError("bad_value", "file")
    if not isinstance(file, dict) or set(file) != {"card", "policy", "sha256"}:
        raise CardError("not_a_card")
    card, policy = object_of(file["card"], "card"), object_of(file["policy"], "policy")
    if file["sha256"] != content_hash([card, policy]):
        raise CardError("wrong_hash")
    replay(card, policy)
    return card, policy


def write_file(card: dict[str, Any], policy: dict[str, Any]) -> str:
    """Return the file of a card, readable and the same byte for byte for the same card."""
    replay(card, policy)
    file = {"card": card, "policy": policy, "sha256": content_hash([card, policy])}
    return json.dumps(file, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def replay(card_content: Any, policy_content: Any) -> None:
    """Score every golden row again; refuses (`golden_differs`) one that does not come out as it is written."""
    card, policy = read_card(card_content), read_policy(policy_content)
    rows, results = card_content.get("golden"), policy_content.get("golden")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST["golden"] or not isinstance(results, list):
        raise CardError("no_golden_rows", "golden")
    if len(rows) != len(results):
        raise CardError("golden_differs", "golden", len(results))
    for number, (row, result) in enumerate(zip(rows, results, strict=True), start=1):
        inputs = _inputs(row, f"golden {number}")
        if row != golden_row(card, inputs) or result != golden_result(policy, row["points"]):
            raise CardError("golden_differs", f"golden {number}", score(card, inputs).points)


def golden_row(card: Card, inputs: dict[str, str | None]) -> dict[str, Any]:
    """Return a golden row: the inputs, and what the table made of them."""
    scored = score(card, inputs)
    return {
        "inputs": inputs,
        "points": scored.points,
        "bins": [line.bin for line in scored.lines],
        "reasons": list(scored.reasons),
    }


def golden_result(policy: Policy, points: int) -> dict[str, Any]:
    """Return what a policy makes of a golden row."""
    return {
        "pd_ppm": policy.pd_ppm(points),
        "grade": policy.grade(points),
        "verdict": str(policy.verdict(points)),
    }


def trace_of(scored: Scored) -> list[dict[str, Any]]:
    """Return a score's lines as they are kept."""
    return [
        {
            "code": line.code,
            "value": line.value,
            "bin": line.bin,
            "points": line.points,
            "lost": line.lost,
        }
        for line in scored.lines
    ]


def read_card(content: Any) -> Card:
    """Return the table of a card's content; refuses (CardError) one that is not a whole table."""
    body = object_of(content, "card")
    if body.get("format") != FORMAT:
        raise CardError("other_format", "format", body.get("format"))
    read_words(body.get("name"), "name")
    if body.get("reasons_against") not in ("best", "neutral"):
        raise CardError("bad_choice", "reasons_against", body.get("reasons_against"))
    rows = list_of(body.get("characteristics"), "characteristics", MOST["characteristics"])
    characteristics = tuple(
        _characteristic(row, f"characteristic {n}") for n, row in enumerate(rows, start=1)
    )
    _all_different((one.code for one in characteristics), "characteristics")
    return Card(
        base_points=whole_of(body.get("base_points"), "base_points"),
        characteristics=characteristics,
        reasons_against=body["reasons_against"],
    )


def read_policy(content: Any) -> Policy:
    """Return the policy of its content.

    Refuses (CardError) a PD that rises with the points or lies outside of 0 to 1, grades that are not A to D with
    falling thresholds, and a refusal above the acceptance.
    """
    body = object_of(content, "policy")
    knots = tuple(
        (whole_of(pair_of(one, "pd_map")[0], "pd_map"), whole_of(pair_of(one, "pd_map")[1], "pd_map", PPM))
        for one in list_of(body.get("pd_map"), "pd_map", MOST["knots"])
    )
    if len(knots) < 2 or any(one[0] >= two[0] for one, two in pairwise(knots)):
        raise CardError("knots_not_rising", "pd_map")
    if any(not 0 < ppm < PPM for _points, ppm in knots):
        raise CardError("pd_outside", "pd_map")
    if any(one[1] < two[1] for one, two in pairwise(knots)):
        raise CardError("pd_rises", "pd_map")
    grades = tuple(
        (str(pair_of(one, "grades")[0]), whole_of(pair_of(one, "grades")[1], "grades"))
        for one in list_of(body.get("grades"), "grades", len(GRADES))
    )
    if tuple(name for name, _least in grades) != GRADES:
        raise CardError("grades_not_a_to_d", "grades")
    if any(one[1] <= two[1] for one, two in pairwise(grades)):
        raise CardError("grades_not_falling", "grades")
    accept_from, refuse_below = (whole_of(body.get(name), name) for name in ("accept_from", "refuse_below"))
    if refuse_below > accept_from:
        raise CardError("cut_offs_crossed", "refuse_below", refuse_below)
    return Policy(knots, grades, accept_from, refuse_below)


def read_words(value: Any, place: str) -> Words:
    """Return a text in both languages."""
    body = object_of(value, place)
    for language in ("en", "zh"):
        text = body.get(language)
        if not isinstance(text, str) or not 0 < len(text.strip()) <= 600:
            raise CardError("words_missing", f"{place} {language}")
    return Words(body["en"], body["zh"])


def _characteristic(value: Any, place: str) -> Characteristic:
    body = object_of(value, place)
    code, kind = body.get("code"), body.get("kind")
    if not isinstance(code, str) or not 0 < len(code) <= 100:
        raise CardError("no_code", place)
    if kind not in ("number", "category"):
        raise CardError("bad_choice", f"{place} kind", kind)
    bins = tuple(_bin(row, f"{place} ({code})") for row in list_of(body.get("bins"), place, MOST["bins"]))
    _all_different((one.code for one in bins), place)
    _check_bins(bins, kind == "number", f"{place} ({code})")
    return Characteristic(
        code=code,
        is_number=kind == "number",
        bins=bins,
        name=read_words(body.get("name"), f"{place} name"),
        reason=read_words(body.get("reason"), f"{place} reason"),
        source=read_source(body["source"], f"{place} source") if body.get("source") else None,
        iv_ppm=whole_of(body.get("iv_ppm", 0), place, 10**9),
        value_names={
            value: read_words(name, f"{place} value")
            for value, name in object_of(body.get("value_names", {}), place).items()
        },
    )


def read_source(value: Any, place: str) -> Source:
    """Return how a fact answers a characteristic; bands rise, and a divisor is whole."""
    body = object_of(value, place)
    fact, values = body.get("fact"), body.get("values", {})
    if not isinstance(fact, str) or not 0 < len(fact) <= 60:
        raise CardError("no_code", place)
    if not isinstance(values, dict) or any(not isinstance(one, str) for one in values.values()):
        raise CardError("bad_value", place)
    pairs = [pair_of(one, place) for one in body.get("bands", [])]
    bands = tuple((_edge(str(least), place) or Decimal(0), str(name)) for least, name in pairs)
    if any(one[0] >= two[0] for one, two in pairwise(bands)):
        raise CardError("knots_not_rising", place)
    return Source(fact, values, bands, whole_of(body.get("divide_by", 1), place, 10**9, 1))


def _bin(value: Any, place: str) -> Bin:
    body = object_of(value, place)
    code = body.get("code")
    if not isinstance(code, str) or not 0 < len(code) <= 20:
        raise CardError("no_code", place)
    if body.get("kind") not in list(BinKind):
        raise CardError("bad_choice", place, body.get("kind"))
    values = body.get("values", [])
    if not isinstance(values, list) or len(values) > MOST["values"]:
        raise CardError("too_many", place)
    if any(not isinstance(one, str) or one != one.strip() or not 0 < len(one) <= 200 for one in values):
        raise CardError("bad_value", place)
    return Bin(
        code=code,
        kind=BinKind(body["kind"]),
        points=whole_of(body.get("points"), place),
        start=_edge(body.get("start"), place),
        end=_edge(body.get("end"), place),
        values=tuple(values),
        goods=whole_of(body.get("goods", 0), place, 10**9, 0),
        bads=whole_of(body.get("bads", 0), place, 10**9, 0),
        woe_ppm=whole_of(body.get("woe_ppm", 0), place, 10**9),
    )


def _check_bins(bins: tuple[Bin, ...], is_number: bool, place: str) -> None:
    """See to it that every value there can be has exactly one bin."""
    kinds = [one.kind for one in bins]
    if kinds.count(BinKind.MISSING) != 1 or kinds.count(BinKind.UNSEEN) != 1:
        raise CardError("no_special_bins", place)
    wanted, other = (BinKind.RANGE, BinKind.VALUES) if is_number else (BinKind.VALUES, BinKind.RANGE)
    own = [one for one in bins if one.kind == wanted]
    if not own or other in kinds:
        raise CardError("other_kind_of_bins", place)
    if not is_number:
        if any(not one.values for one in own):
            raise CardError("bad_value", place)
        _all_different((value for one in own for value in one.values), place)
        return
    gaps = [one.end != two.start or one.end is None for one, two in pairwise(own)]
    falling = [one.start is not None and one.end is not None and one.start >= one.end for one in own]
    if own[0].start is not None or own[-1].end is not None or any(gaps) or any(falling):
        raise CardError("ranges_leave_gaps", place)


def _edge(value: Any, place: str) -> Decimal | None:
    if value is None:
        return None
    number = read_number(value) if isinstance(value, str) else None
    if number is None:
        raise CardError("bad_edge", place, value)
    return number


def _inputs(row: Any, place: str) -> dict[str, str | None]:
    inputs = object_of(object_of(row, place).get("inputs"), place)
    if any(value is not None and not isinstance(value, str) for value in inputs.values()):
        raise CardError("bad_value", place)
    return inputs


def object_of(value: Any, place: str) -> dict[str, Any]:
    """Return an object of names and values."""
    if not isinstance(value, dict):
        raise CardError("no_object", place)
    return value


def list_of(value: Any, place: str, most: int) -> list[Any]:
    """Return a list that is neither empty nor too long."""
    if not isinstance(value, list) or not value:
        raise CardError("no_list", place)
    if len(value) > most:
        raise CardError("too_many", place, len(value))
    return value


def pair_of(value: Any, place: str) -> list[Any]:
    """Return a list of two."""
    if not isinstance(value, list) or len(value) != 2:
        raise CardError("no_pair", place)
    return value


def whole_of(value: Any, place: str, most: int = POINTS_LIMIT, least: int | None = None) -> int:
    """Return a whole number within bounds; True is no number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise CardError("no_whole_number", place, value)
    if not (-most if least is None else least) <= value <= most:
        raise CardError("number_outside", place, value)
    return value


def _all_different(names: Iterable[str], place: str) -> None:
    found = list(names)
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice is not None:
        raise CardError("twice", place, twice)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CardError("twice", "keys")
    return found


def _no_float(text: str) -> Any:
    raise CardError("no_whole_number", "file", text)


__all__ = [
    "FORMAT",
    "GRADES",
    "LARGEST_BYTES",
    "LOWEST_GRADE",
    "CardError",
    "canonical",
    "content_hash",
    "golden_result",
    "golden_row",
    "list_of",
    "object_of",
    "pair_of",
    "read_card",
    "read_file",
    "read_policy",
    "read_source",
    "read_words",
    "replay",
    "trace_of",
    "whole_of",
    "write_file",
]
