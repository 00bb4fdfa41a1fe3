"""A points card: every value falls into exactly one bin of its characteristic, and the score is the sum of the points.

Whole points, whole ppm, exact decimals at the edges: a score made years ago is made again bit for bit on any machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise

from finance.domain.money import divide_half_up

MOST_REASONS = 4
# Of its own, so that nobody's setting elsewhere changes what a card is told.
EXACT = Context(prec=28)
# The last grade: below every threshold, and no rate is offered for it.
LOWEST_GRADE = "E"


class BinKind(StrEnum):
    """How a bin takes values: a half-open range [start, end), listed categories, nothing known, or anything else."""

    RANGE = "range"
    VALUES = "values"
    MISSING = "missing"
    UNSEEN = "unseen"


class Verdict(StrEnum):
    """What the cut-offs propose."""

    ACCEPT = "accept"
    LOOK = "look"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Bin:
    """One line of the table; `goods` and `bads` are how many of each the training found in it."""

    code: str
    kind: BinKind
    points: int
    start: Decimal | None = None
    end: Decimal | None = None
    values: tuple[str, ...] = ()
    goods: int = 0
    bads: int = 0
    woe_ppm: int = 0

    @property
    def count(self) -> int:
        return self.goods + self.bads

    def holds(self, number: Decimal) -> bool:
        """Tell whether a number lies in the half-open range [start, end)."""
        return (self.start is None or number >= self.start) and (self.end is None or number < self.end)


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class Source:
    """Which of our own facts answers a characteristic, and how its value becomes one the card knows."""

    fact: str
    values: Mapping[str, str] = field(default_factory=dict)
    bands: tuple[tuple[Decimal, str], ...] = ()
    divide_by: int = 1

    def read(self, value: str | None) -> str | None:
        """Return the card's value of a fact's; what the mapping does not name is not known to the card."""
        if value is None:
            return None
        if self.values:
            return self.values.get(value)
        number = read_number(value)
        if number is None:
            return value if self.divide_by == 1 and not self.bands else None
        if self.bands:
            return next((name for least, name in reversed(self.bands) if number >= least), None)
        return value if self.divide_by == 1 else f"{EXACT.divide(number, Decimal(self.divide_by)):f}"


@dataclass(frozen=True)
class Characteristic:
    """What is asked, its bins, which of our own facts answers it, and why it costs points, in words."""

    code: str
    is_number: bool
    bins: tuple[Bin, ...]
    name: Words
    reason: Words
    source: Source | None = None
    iv_ppm: int = 0
    # What a category is called where its own text is a code, or another language's.
    value_names: Mapping[str, Words] = field(default_factory=dict)

    @property
    def best_points(self) -> int:
        return max(one.points for one in self.bins)

    @property
    def worst_points(self) -> int:
        return min(one.points for one in self.bins)

    @property
    def neutral_points(self) -> int:
        """The mean of the training sample, in whole points; 0 where nobody was counted."""
        count = sum(one.count for one in self.bins)
        return divide_half_up(sum(one.count * one.points for one in self.bins), count) if count else 0

    def bin_of(self, value: str | None) -> Bin:
        """Return the one bin a value falls into; a number that is none falls into the bin of the unseen."""
        text = (value or "").strip()
        if not text:
            return self._special(BinKind.MISSING)
        if self.is_number:
            number = read_number(text)
            if number is not None:
                return next(one for one in self.bins if one.kind == BinKind.RANGE and one.holds(number))
        else:
            found = next((one for one in self.bins if text in one.values), None)
            if found is not None:
                return found
        return self._special(BinKind.UNSEEN)

    def _special(self, kind: BinKind) -> Bin:
        return next(one for one in self.bins if one.kind == kind)


@dataclass(frozen=True)
class Card:
    """The table; `reasons_against` says what lost points are counted from: the best bin or the neutral mean."""

    base_points: int
    characteristics: tuple[Characteristic, ...]
    reasons_against: str = "neutral"

    @property
    def least_points(self) -> int:
        return self.base_points + sum(one.worst_points for one in self.characteristics)

    @property
    def most_points(self) -> int:
        return self.base_points + sum(one.best_points for one in self.characteristics)


@dataclass(frozen=True)
class Policy:
    """What is made of points: knots (points, PD in ppm) joined by straight lines, least points of grades, cut-offs."""

    pd_map: tuple[tuple[int, int], ...]
    grades: tuple[tuple[str, int], ...]
    accept_from: int
    refuse_below: int

    def pd_ppm(self, points: int) -> int:
        """Return the probability of default in ppm; outside the knots that of the nearest one."""
        first, last = self.pd_map[0], self.pd_map[-1]
        if points <= first[0]:
            return first[1]
        if points >= last[0]:
            return last[1]
        for (low, low_ppm), (high, high_ppm) in pairwise(self.pd_map):
            if points < high:
                return low_ppm - divide_half_up((low_ppm - high_ppm) * (points - low), high - low)
        return last[1]

    def grade(self, points: int) -> str:
        """Return the best grade whose threshold is reached, E below all of them."""
        return next((name for name, least in self.grades if points >= least), LOWEST_GRADE)

    def verdict(self, points: int) -> Verdict:
        """Return what the cut-offs propose; between them a person looks closely."""
        if points < self.refuse_below:
            return Verdict.REFUSE
        return Verdict.ACCEPT if points >= self.accept_from else Verdict.LOOK


@dataclass(frozen=True)
class Line:
    """One characteristic of a score: what was known, the bin, its points, and what they are short of."""

    code: str
    value: str | None
    bin: str
    points: int
    lost: int


@dataclass(frozen=True)
class Scored:
    """A score with its trace; `points` is the base and all lines summed."""

    points: int
    lines: tuple[Line, ...]
    reasons: tuple[str, ...]


def read_number(text: str) -> Decimal | None:
    """Return a plain number exactly, None for anything else; nothing infinite, and no other script's digits."""
    if not text.isascii() or "_" in text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


def score(card: Card, inputs: Mapping[str, str | None]) -> Scored:
    """Return points, trace and reasons; what the inputs do not name is missing, what the card never asks is ignored."""
    lines = []
    for one in card.characteristics:
        value = inputs.get(one.code)
        found = one.bin_of(value)
        lines.append(Line(one.code, value, found.code, found.points, _lost(card, one, found)))
    return Scored(
        points=card.base_points + sum(line.points for line in lines),
        lines=tuple(lines),
        reasons=_reasons(lines),
    )


def inputs_from(card: Card, facts: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return what the card is told of an application: the mapped facts, and None where the card asks what we do not."""
    return {
        one.code: one.source.read(facts.get(one.source.fact)) if one.source else None
        for one in card.characteristics
    }


def _lost(card: Card, characteristic: Characteristic, found: Bin) -> int:
    """Return the points short of the best or the neutral bin.

    What is not known, or never was seen in the training, speaks against nobody: only a bin with evidence costs.
    """
    if found.kind in (BinKind.MISSING, BinKind.UNSEEN) and not found.count:
        return 0
    target = characteristic.best_points if card.reasons_against == "best" else characteristic.neutral_points
    return max(0, target - found.points)


def _reasons(lines: list[Line]) -> tuple[str, ...]:
    losing = [line for line in lines if line.lost > 0]
    return tuple(line.code for line in sorted(losing, key=lambda line: -line.lost)[:MOST_REASONS])
