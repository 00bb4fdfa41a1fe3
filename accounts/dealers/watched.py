"""Whether the watch-list names who represents a dealer."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Dealer, User, WatchEntry
from accounts.review.rights import SEE_HITS
from accounts.watch.matching import entries_in_force
from accounts.watch.values import Kind, name_birth_index

STOP = WatchEntry.Severity.STOP


def entries_on_representative(dealer: Dealer, on: dt.date) -> list[WatchEntry]:
    """Return the entries in force on a day that name the dealer's legal representative, by number or name and birth."""
    person = dealer.organisation.legal_person if dealer.organisation is not None else None
    if person is None:
        return []
    named = name_birth_index(person.real_name, person.birth_on)
    return entries_in_force([(Kind.IDENTITY, person.identity_index), (Kind.NAME_BIRTH, named)], on)


def entries_shown_to(viewer: User, dealer: Dealer, on: dt.date) -> list[WatchEntry]:
    """Return those entries for whoever may see the watch-list; nobody else learns that there are any."""
    return entries_on_representative(dealer, on) if viewer.has_right(SEE_HITS) else []


def dealers_named_by(entry: WatchEntry) -> list[Dealer]:
    """Return the admitted dealers whose legal representative an entry names; two queries and no lock."""
    admitted = Dealer.objects.filter(status__in=(Dealer.Status.ACTIVE, Dealer.Status.SUSPENDED))
    rows = admitted.filter(organisation__legal_person__isnull=False).select_related(
        "organisation__legal_person"
    )
    return [dealer for dealer in rows.order_by("pk") if _names(entry, dealer)]


def _names(entry: WatchEntry, dealer: Dealer) -> bool:
    person = dealer.organisation.legal_person if dealer.organisation is not None else None
    if person is None:
        return False
    if entry.kind == Kind.IDENTITY:
        return person.identity_index == entry.value_index
    if entry.kind == Kind.NAME_BIRTH:
        return name_birth_index(person.real_name, person.birth_on) == entry.value_index
    return False


def refuse_stopped(dealer: Dealer, on: dt.date) -> None:
    """Refuse (`representative_waits`) while an entry that says stop names the legal representative.

    The words are the same for whoever knows of the list and whoever does not. An entry that says refer is for risk to
    weigh in its opinion.
    """
    if any(entry.severity == STOP for entry in entries_on_representative(dealer, on)):
        raise Refused("representative_waits", _("Risk has to look at the legal representative first."))
