"""Whether the watch-list names a dealer's company or who represents it."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Dealer, User, WatchEntry
from accounts.review.rights import SEE_HITS
from accounts.watch.matching import Sought, entries_in_force
from accounts.watch.values import Kind, name_birth_index, uscc_index

STOP = WatchEntry.Severity.STOP


def entries_on_representative(dealer: Dealer, on: dt.date) -> list[WatchEntry]:
    """Return the entries in force on a day that name the company by its code, or its legal representative."""
    return entries_in_force(sought_of_dealer(dealer), on)


def sought_of_dealer(dealer: Dealer) -> list[Sought]:
    """Return the values under which lists may name a dealer: the company's code, its representative."""
    organisation = dealer.organisation
    if organisation is None:
        return []
    sought: list[Sought] = [(Kind.USCC, uscc_index(organisation.uscc))]
    person = organisation.legal_person
    if person is not None:
        named = name_birth_index(person.real_name, person.birth_on)
        sought += [(Kind.IDENTITY, person.identity_index), (Kind.NAME_BIRTH, named)]
    return sought


def entries_shown_to(viewer: User, dealer: Dealer, on: dt.date) -> list[WatchEntry]:
    """Return those entries for whoever may see the watch-list; nobody else learns that there are any."""
    return entries_on_representative(dealer, on) if viewer.has_right(SEE_HITS) else []


def dealers_named_by(entry: WatchEntry) -> list[Dealer]:
    """Return the admitted dealers whose code or legal representative an entry names; two queries and no lock."""
    admitted = Dealer.objects.filter(status__in=(Dealer.Status.ACTIVE, Dealer.Status.SUSPENDED))
    rows = admitted.filter(organisation__isnull=False).select_related("organisation__legal_person")
    return [dealer for dealer in rows.order_by("pk") if _names(entry, dealer)]


def _names(entry: WatchEntry, dealer: Dealer) -> bool:
    return (entry.kind, entry.value_index) in sought_of_dealer(dealer)


def refuse_stopped(dealer: Dealer, on: dt.date) -> None:
    """Refuse (`representative_waits`) while an entry that says stop names the legal representative.

    The words are the same for whoever knows of the list and whoever does not. An entry that says refer is for risk to
    weigh in its opinion.
    """
    if any(entry.severity == STOP for entry in entries_on_representative(dealer, on)):
        raise Refused("representative_waits", _("Risk has to look at the legal representative first."))
