"""What the rule packs say about dealers: goods, checklist, ceilings, members."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import pgettext

from accounts.language import in_language
from accounts.rules import rule_value


@dataclass(frozen=True)
class Category:
    """A kind of goods that may be sold on instalments."""

    code: str
    en: str
    zh: str

    @property
    def label(self) -> str:
        return in_language(self.en, self.zh)


@dataclass(frozen=True)
class CheckItem:
    """One item of the checklist; it can be ticked only while the dealer's step of that code is done."""

    code: str
    step: str
    en: str
    zh: str

    @property
    def label(self) -> str:
        return in_language(self.en, self.zh)


@dataclass(frozen=True)
class Limits:
    """What a dealer may sell: one order, all that is outstanding, orders in a day."""

    single_order_fen: int
    outstanding_fen: int
    daily_orders: int

    def exceeds(self, other: "Limits") -> bool:
        """Whether any of these is above the other's."""
        return (
            self.single_order_fen > other.single_order_fen
            or self.outstanding_fen > other.outstanding_fen
            or self.daily_orders > other.daily_orders
        )


@dataclass(frozen=True)
class MemberRules:
    invitation_days: int
    most_clerks: int
    invitations_a_day: int


def goods_categories(*, on: dt.date | None = None) -> list[Category]:
    """Return the kinds of goods in their order."""
    return [Category(**one) for one in rule_value("goods.categories", on=on)["categories"]]


def category_labels(codes: Iterable[str]) -> list[str]:
    """Return the names of categories; one the rule no longer has is shown by its code."""
    known = {one.code: one.label for one in goods_categories()}
    return [known.get(code, code) for code in codes]


def categories_line(codes: Iterable[str]) -> str:
    """Return the names of categories as one line."""
    return pgettext("between items of a list", ", ").join(category_labels(codes))


def checklist() -> list[CheckItem]:
    """Return the items of the checklist in their order."""
    return [CheckItem(**one) for one in rule_value("dealer.checklist")["items"]]


def ceilings() -> Limits:
    """Return the limits that no dealer may exceed."""
    return Limits(**rule_value("dealer.ceilings"))


def member_rules() -> MemberRules:
    return MemberRules(**rule_value("dealer.members"))
