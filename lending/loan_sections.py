"""Cards that the floors above add to a borrower's page of a loan; nothing here looks up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lending.models import Loan


@dataclass(frozen=True)
class LoanSection:
    """`read(loan)` returns what the template shows as `data`, or None to show no card."""

    code: str
    order: int
    template: str
    read: Callable[[Loan], Any]


@dataclass(frozen=True)
class ShownLoanSection:
    code: str
    template: str
    data: Any


_sections: dict[str, LoanSection] = {}


def add_loan_section(section: LoanSection) -> None:
    """Add an app's card to the borrower's page of a loan, from its `apps.py: ready()`."""
    _sections[section.code] = section


def loan_sections(loan: Loan) -> list[ShownLoanSection]:
    """Return the cards of this loan in their order."""
    shown = []
    for section in sorted(_sections.values(), key=lambda one: (one.order, one.code)):
        data = section.read(loan)
        if data is not None:
            shown.append(ShownLoanSection(section.code, section.template, data))
    return shown
