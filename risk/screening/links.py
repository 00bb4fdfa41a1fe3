"""Who is linked to an applicant: another applicant with the same device, number, contact, card or address.

Compared are keyed hashes alone. An applicant's marks are written down when the application is screened and stay when
the address changes later: who shared it once is still linked.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts import clock
from accounts.crypto import blind_index
from accounts.domain.addresses import canonical_address
from accounts.models import BorrowerProfile, KnownDevice, User
from finance.models import BankCard
from lending.models import Application, Loan
from risk.models import LinkMark

Kind = LinkMark.Kind
# Who is written into a case by number; the count goes on.
MOST_NAMED = 20


@dataclass(frozen=True)
class Links:
    """The other applicants by the kind of link, their primary keys and numbers."""

    by_kind: dict[str, dict[int, str]] = field(default_factory=dict)
    is_own_contact: bool = False

    @property
    def people(self) -> set[int]:
        return {pk for found in self.by_kind.values() for pk in found}

    def count(self, kind: str) -> int:
        return len(self.by_kind.get(kind, {}))

    def written(self) -> list[dict[str, Any]]:
        """Return what a run keeps: customer numbers, never names."""
        return [
            {"kind": kind, "count": len(found), "people": sorted(found.values())[:MOST_NAMED]}
            for kind, found in sorted(self.by_kind.items())
        ]


def note_marks(user: User) -> None:
    """Write an applicant's marks down; those that are there stay."""
    at = clock.now()
    LinkMark.objects.bulk_create(
        [LinkMark(user=user, kind=kind, index=index, seen_at=at) for kind, index in sorted(_marks_of(user))],
        ignore_conflicts=True,
    )


def links_of(user: User) -> Links:
    """Return the other applicants who share a mark with this one; two queries."""
    own: dict[str, set[str]] = defaultdict(set)
    for kind, index in LinkMark.objects.filter(user=user).values_list("kind", "index"):
        own[index].add(kind)
    by_kind: dict[str, dict[int, str]] = defaultdict(dict)
    others = LinkMark.objects.filter(index__in=list(own)).exclude(user=user)
    for kind, index, pk, number in others.values_list("kind", "index", "user", "user__number"):
        for mine in own[index]:
            by_kind[_kind_of_link(mine, kind)][pk] = number
    is_own_contact = any({Kind.PHONE, Kind.CONTACT} <= kinds for kinds in own.values())
    return Links(dict(by_kind), is_own_contact)


def linked_overdue(people: Iterable[int]) -> int:
    """Return how many of these borrowers owe something overdue or written off."""
    late = Loan.objects.filter(borrower__in=list(people), status__in=Loan.OWING)
    late = late.filter(overdue_since_on__isnull=False) | late.filter(status=Loan.Status.WRITTEN_OFF)
    return late.order_by().values("borrower").distinct().count()


def linked_refused(people: Iterable[int], since: dt.datetime) -> int:
    """Return how many of these applicants were refused since then."""
    refused = Application.objects.filter(
        borrower__in=list(people), status=Application.Status.REJECTED, ended_at__gte=since
    )
    return refused.order_by().values("borrower").distinct().count()


def _kind_of_link(mine: str, theirs: str) -> str:
    """A number that is one's own and another's contact links by contact."""
    return mine if mine == theirs else Kind.CONTACT.value


def _marks_of(user: User) -> set[tuple[str, str]]:
    marks = {
        (Kind.DEVICE.value, index)
        for index in KnownDevice.objects.filter(user=user).values_list("token_index", flat=True)
    }
    cards = BankCard.objects.filter(user=user)
    marks |= {(Kind.CARD.value, index) for index in cards.values_list("card_index", flat=True)}
    if user.phone_index:
        marks.add((Kind.PHONE.value, user.phone_index))
    profile = BorrowerProfile.objects.filter(user=user).order_by("-version").first()
    if profile is not None:
        numbers = (profile.contact_phone, profile.second_contact_phone)
        marks |= {(Kind.CONTACT.value, blind_index("phone", one)) for one in numbers if one}
        address = canonical_address(profile.home_address)
        if address:
            marks.add((Kind.ADDRESS.value, blind_index("address", address)))
    return marks
