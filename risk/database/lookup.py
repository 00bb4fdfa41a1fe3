"""Finding people, dealers, things and entries by a whole identifier: by number or blind index, never by a scan.

A name alone is encrypted and has no index: a person's is found with the date of birth behind it, a company's as it is.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import QuerySet

from accounts.models import Dealer, Person, User, WatchEntry
from accounts.watch.values import Kind, Watched, name_birth_value, readings
from finance.models import BankCard
from lending.models import Application, GoodsOrder, Loan
from risk.models import CollectionCase, CreditCase, LinkMark, RiskWatch

MOST = 25
Row = TypeVar("Row")
SECRET = (Kind.IDENTITY, Kind.PHONE, Kind.CARD, Kind.NAME_BIRTH)


@dataclass(frozen=True)
class Thing:
    """Something found by its number, and in whose file it stands."""

    subject_type: str
    number: str
    customer: User | None = None
    dealer: Dealer | None = None


@dataclass
class Found:
    """What an identifier names; `contacts` are people who gave the number as that of somebody else."""

    people: list[User] = field(default_factory=list)
    contacts: list[User] = field(default_factory=list)
    dealers: list[Dealer] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    entries: list[WatchEntry] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.contacts or self.dealers or self.things or self.entries)

    @property
    def numbers(self) -> list[str]:
        """The people and dealers found, for the log; entries of lists are not named there."""
        rows = [*self.people, *self.contacts, *self.dealers]
        return [row.number for row in rows] + [thing.number for thing in self.things]


def find_identifier(text: str) -> Found:
    """Return whom and what a whole identifier names."""
    text = text.strip()
    found = Found()
    if not text:
        return found
    values = readings(text)
    for value in values:
        _by_value(value, found)
    # What is to be kept encrypted is asked for by its index alone, never beside the numbers and names of the house.
    if not any(value.kind in SECRET for value in values):
        _by_plain_text(text, found)
    found.people, found.contacts, found.dealers = (
        _once(found.people),
        [one for one in _once(found.contacts) if one not in found.people],
        _once(found.dealers),
    )
    return found


def _by_plain_text(text: str, found: Found) -> None:
    _by_number(text.upper(), found)
    if "@" in text:
        found.people += _customers().filter(email__iexact=text)
    found.dealers += _dealers().filter(organisation__legal_name=text)[:MOST]


def kind_of(text: str) -> str:
    """Return what kind of identifier a text may be, for the log: never the text."""
    text = text.strip()
    if "@" in text:
        return "mail"
    strong = [value.kind for value in readings(text) if value.kind != Kind.ADDRESS]
    if strong:
        return strong[0]
    return "number" if text.isascii() and any(char.isdigit() for char in text) else "name"


def _by_value(value: Watched, found: Found) -> None:
    if value.kind == Kind.IDENTITY:
        found.people += _customers().filter(person__identity_index=value.index)
        found.dealers += _dealers().filter(organisation__legal_person__identity_index=value.index)[:MOST]
    elif value.kind == Kind.PHONE:
        found.people += _customers().filter(phone_index=value.index)
        marks = LinkMark.objects.filter(kind__in=["contact", "phone"], index=value.index)
        found.contacts += _customers().filter(pk__in=marks.values("user")).order_by("pk")[:MOST]
    elif value.kind == Kind.CARD:
        cards = BankCard.objects.filter(card_index=value.index)
        found.people += _customers().filter(pk__in=cards.values("user")).order_by("pk")[:MOST]
    elif value.kind == Kind.USCC:
        found.dealers += _dealers().filter(organisation__uscc=value.value)
    elif value.kind == Kind.ADDRESS:
        marks = LinkMark.objects.filter(kind="address", index=value.index)
        found.people += _customers().filter(pk__in=marks.values("user")).order_by("pk")[:MOST]
    else:
        _by_name(value, found)


def _by_name(value: Watched, found: Found) -> None:
    """Only those born on the day are opened and compared."""
    birth_on = dt.date.fromisoformat(value.value.rpartition("|")[2])
    born = Person.objects.filter(birth_on=birth_on).only("pk", "real_name")
    same = [one.pk for one in born if name_birth_value(one.real_name, birth_on) == value.value]
    found.people += _customers().filter(person__in=same).order_by("pk")[:MOST]
    found.dealers += _dealers().filter(organisation__legal_person__in=same)[:MOST]


def _by_number(number: str, found: Found) -> None:
    found.people += _customers().filter(number=number)
    found.dealers += _dealers().filter(number=number)
    for row in Application.objects.filter(number=number).select_related("borrower__person"):
        found.things.append(Thing("application", row.number, row.borrower))
    for loan in Loan.objects.filter(number=number).select_related("borrower__person"):
        found.things.append(Thing("loan", loan.number, loan.borrower))
    for case in CreditCase.objects.filter(number=number).select_related("application__borrower__person"):
        found.things.append(Thing("creditcase", case.number, case.application.borrower))
    for row in CollectionCase.objects.filter(number=number).select_related("loan__borrower__person"):
        found.things.append(Thing("collectioncase", row.number, row.loan.borrower))
    for order in GoodsOrder.objects.filter(number=number).select_related(
        "customer__person", "dealer__organisation"
    ):
        found.things.append(Thing("goodsorder", order.number, order.customer, order.dealer))
    for watch in RiskWatch.objects.filter(number=number).select_related(
        "customer__person", "dealer__organisation"
    ):
        found.things.append(Thing("riskwatch", watch.number, watch.customer, watch.dealer))


def _customers() -> "QuerySet[User]":
    return User.objects.filter(kind=User.Kind.CUSTOMER).select_related("person")


def _dealers() -> "QuerySet[Dealer]":
    return Dealer.objects.select_related("organisation")


def _once(rows: Iterable[Row]) -> list[Row]:
    return list(dict.fromkeys(rows))
