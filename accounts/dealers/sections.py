"""What floors above show of a dealer on the dealer's own pages and on the office's case page; nothing here looks up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import Dealer

OWN_PAGE, CASE_PAGE, MONEY_PAGE = "own", "case", "money"


@dataclass(frozen=True)
class DealerSection:
    """A card on one of the pages: `read(dealer)` returns what it shows as `data`, None to show no card."""

    code: str
    page: str
    order: int
    template: str
    read: Callable[[Dealer], Any]


@dataclass(frozen=True)
class ShownDealerSection:
    template: str
    data: Any


_sections: dict[tuple[str, str], DealerSection] = {}


def add_dealer_section(section: DealerSection) -> None:
    """Add an app's card, from its `apps.py: ready()`."""
    _sections[section.page, section.code] = section


def dealer_sections(page: str, dealer: Dealer) -> list[ShownDealerSection]:
    """Return the cards of one of the pages in their order."""
    chosen = sorted((one for one in _sections.values() if one.page == page), key=lambda one: one.order)
    read = [(one.template, one.read(dealer)) for one in chosen]
    return [ShownDealerSection(template, data) for template, data in read if data is not None]
