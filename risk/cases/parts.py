"""The parts of a case's file: each room of risk says what it knew when the case was opened; nothing here looks up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.papers import Paper
from accounts.web.parts import Fact
from lending.models import Application
from risk.models import CreditCase


def write_facts(paper: Paper, facts: Sequence[Fact]) -> None:
    """Write facts on paper, each with its hint behind the value."""
    paper.write_facts([(str(fact.label), _value(fact)) for fact in facts])


def _value(fact: Fact) -> str:
    return " · ".join(str(part) for part in (fact.value, fact.hint) if str(part)) or "—"


@dataclass(frozen=True)
class CasePart:
    """One room's part: `freeze` writes what is known down once, `show` makes of it what the template says as `data`.

    What `freeze` returns is kept in the case's facts under the code for good: figures and codes, never names or
    numbers of people. None keeps nothing, and the page leaves the part out. `write` puts the shown data on paper;
    what is shown as facts needs none of its own.
    """

    code: str
    order: int
    title: Promise | str
    icon: str
    template: str
    freeze: Callable[[Application], dict[str, object] | None]
    show: Callable[[dict[str, Any]], Any]
    write: Callable[[Paper, Any], None] = write_facts


@dataclass(frozen=True)
class ShownCasePart:
    code: str
    title: Promise | str
    icon: str
    template: str
    data: Any
    write: Callable[[Paper, Any], None]


_parts: dict[str, CasePart] = {}


def add_case_part(part: CasePart) -> None:
    """Add a room's part to every case opened from now on, from `apps.py: ready()`."""
    if _parts.get(part.code, part) != part:
        raise ValueError(f"Two parts of a case's file are named {part.code}.")
    _parts[part.code] = part


def freeze_parts(application: Application) -> dict[str, object]:
    """Return what every room knows about the application now, by the code of its part."""
    frozen = ((part.code, part.freeze(application)) for part in _in_order())
    return {code: facts for code, facts in frozen if facts is not None}


def shown_parts(case: CreditCase) -> list[ShownCasePart]:
    """Return the parts that were written down when the case was opened, in their order."""
    return [
        ShownCasePart(
            part.code, part.title, part.icon, part.template, part.show(case.facts[part.code]), part.write
        )
        for part in _in_order()
        if part.code in case.facts
    ]


def _in_order() -> list[CasePart]:
    return sorted(_parts.values(), key=lambda part: (part.order, part.code))
