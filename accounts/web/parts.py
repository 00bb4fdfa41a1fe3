"""What views hand to the shared components: steps, facts, moments, instalments."""

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
class Fact:
    """One line of a list of facts; a figure stands right-aligned, a total above a rule; `code` names the field."""

    label: Any
    value: Any
    hint: Any = ""
    is_figure: bool = False
    is_total: bool = False
    code: str = ""


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
