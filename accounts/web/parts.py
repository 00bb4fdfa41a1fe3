"""What views hand to the shared components: steps, facts, moments, instalments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step of a guided path; state is done, now, later or refused."""

    label: Any
    state: str
    url: str = ""
    hint: Any = ""


@dataclass(frozen=True)
class WhyLine:
    """One part of an amount: what it is, the sum behind it and the rule it follows."""

    label: Any
    sum: Any
    amount_fen: int
    rule: Any = ""


@dataclass(frozen=True)
class Why:
    """Why an amount is what it is: its parts, which sum to it by construction."""

    lines: Sequence[WhyLine]

    @property
    def total_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


@dataclass(frozen=True)
class Fact:
    """One line of a list of facts; a figure stands right-aligned, a total above a rule; `code` names the field.

    `why` opens the figure into its sum.
    """

    label: Any
    value: Any
    hint: Any = ""
    is_figure: bool = False
    is_total: bool = False
    code: str = ""
    why: Why | None = None


@dataclass(frozen=True)
class Moment:
    """One thing that happened, for a timeline; tone as of badges."""

    title: Any
    at: date | datetime
    sentence: Any = ""
    who: Any = ""
    url: str = ""
    icon: str = "circle"
    tone: str = "quiet"


@dataclass(frozen=True)
class InstalmentRow:
    """One instalment as its owner reads it; status is paid, due, partly_paid, overdue or upcoming."""

    n: int
    due_on: date
    principal_fen: int
    interest_fen: int
    fee_fen: int
    total_fen: int
    paid_fen: int
    status: str
    status_label: Any
