"""The black and the grey list as the risk database reads them; the entries themselves are kept by `accounts/watch`."""

import datetime as dt

from django.db.models import Q, QuerySet

from accounts import clock
from accounts.dealers.watched import sought_of_dealer
from accounts.models import Dealer, User, WatchEntry
from accounts.watch.matching import Sought, standing
from accounts.watch.values import Kind, name_birth_index
from finance.models import BankCard
from risk.models import LinkMark


def entries_naming(dealer: Dealer) -> "QuerySet[WatchEntry]":
    """Return the entries of every state that name a dealer's company or who stands for it."""
    return _entries_of(sought_of_dealer(dealer))


def standing_entries(user: User, on: dt.date) -> list[WatchEntry]:
    """Return the entries in force on a day that name a customer and were not cleared for them."""
    rows = _in_force(_entries_of(sought_of_customer(user)), on)
    return standing(rows.order_by("pk"), user.pk)


def dealer_entries(dealer: Dealer, on: dt.date) -> list[WatchEntry]:
    """Return the entries in force on a day that name a dealer."""
    return list(_in_force(entries_naming(dealer), on).order_by("pk"))


def sought_of_customer(user: User) -> list[Sought]:
    """Return the values under which lists may name a customer."""
    sought: list[Sought] = [(Kind.PHONE, user.phone_index or "")]
    if user.person is not None:
        sought.append((Kind.IDENTITY, user.person.identity_index))
        sought.append((Kind.NAME_BIRTH, name_birth_index(user.person.real_name, user.person.birth_on)))
    cards = BankCard.objects.filter(user=user, status__in=BankCard.OPEN)
    sought += [(Kind.CARD, index) for index in cards.values_list("card_index", flat=True)]
    marks = LinkMark.objects.filter(user=user, kind=LinkMark.Kind.ADDRESS)
    sought += [(Kind.ADDRESS, index) for index in marks.values_list("index", flat=True)]
    return [one for one in sought if one[1]]


def customers_at_address(index: str) -> list[int]:
    """Return the customers who once named a home address, by its index."""
    marks = LinkMark.objects.filter(kind=LinkMark.Kind.ADDRESS, index=index)
    return list(marks.values_list("user", flat=True))


def list_counts() -> dict[str, int]:
    """Return how many entries are in force on the black and on the grey list."""
    rows = entries_in_force_now(clock.today())
    return {severity: rows.filter(severity=severity).count() for severity in WatchEntry.Severity.values}


def _entries_of(sought: list[Sought]) -> "QuerySet[WatchEntry]":
    same = Q(pk__in=[])
    for kind, index in sought:
        same |= Q(kind=kind, value_index=index)
    return WatchEntry.objects.filter(same)


def _in_force(rows: "QuerySet[WatchEntry]", on: dt.date) -> "QuerySet[WatchEntry]":
    counting = rows.filter(status=WatchEntry.Status.IN_FORCE)
    return counting.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on))


def entries_in_force_now(on: dt.date) -> "QuerySet[WatchEntry]":
    """Return every entry that counts on a day."""
    return _in_force(WatchEntry.objects.all(), on)
