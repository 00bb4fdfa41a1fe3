"""What of a screening a case shows: groups of rules, hits, links, answers of outside sources."""

from dataclasses import dataclass

from accounts.web.parts import Fact


@dataclass(frozen=True)
class Hit:
    """One rule that did not pass: its words, why, and the badge of its result."""

    code: str
    group: str
    words: str
    because: str
    result: str
    tone: str
    icon: str


@dataclass(frozen=True)
class LinkLine:
    kind: str
    count: int
    people: list[str]


@dataclass(frozen=True)
class GroupLine:
    """One group of rules: how many were asked and how many of them hit."""

    name: str
    asked: int
    hits: list[Hit]


@dataclass(frozen=True)
class ShownScreening:
    """What the page shows of a screening."""

    number: str
    version: int
    outcome: str
    tone: str
    icon: str
    groups: list[GroupLine]
    links: list[LinkLine]
    sources: list[Fact]
