"""What the pages of the watch-list read."""

from django.db.models import Count, Q, QuerySet

from accounts import clock
from accounts.models import Approval, Event, WatchEntry, WatchHit
from accounts.watch.payloads import END_KIND, ENTRY_KIND
from accounts.watch.values import guesses

# The rows a search shows at most.
SEARCH_LIMIT = 50


def watch_entries(
    *, status: str = "", kind: str = "", category: str = "", severity: str = "", is_due: bool = False
) -> QuerySet[WatchEntry]:
    """Return entries by state, kind, category and severity, or those that have to be looked at again."""
    wanted = {"status": status, "kind": kind, "category": category, "severity": severity}
    rows = WatchEntry.objects.filter(**{name: value for name, value in wanted.items() if value})
    if is_due:
        rows = rows.filter(status=WatchEntry.Status.IN_FORCE, review_on__lte=clock.today())
    return rows.select_related("proposed_by").annotate(hit_count=Count("hits"))


def entries_with_value(text: str) -> list[WatchEntry]:
    """Return the entries of a whole value, whatever kind it is of; found by the blind index alone."""
    rows = watch_entries().filter(value_index__in=guesses(text))
    return list(rows.order_by("-pk")[:SEARCH_LIMIT])


def entries_to_look_at() -> QuerySet[WatchEntry]:
    """Return the entries in force whose day of review has come."""
    return WatchEntry.objects.filter(status=WatchEntry.Status.IN_FORCE, review_on__lte=clock.today())


def hits_of(entry: WatchEntry) -> list[WatchHit]:
    """Return at whom an entry was found, the newest first."""
    return list(entry.hits.select_related("user__person", "review").order_by("-pk"))


def pending_of(entry: WatchEntry) -> list[Approval]:
    """Return the requests about an entry that are not over."""
    rows = Approval.objects.filter(
        kind__in=[ENTRY_KIND, END_KIND], subject_id=entry.pk, status__in=Approval.PENDING
    )
    return list(rows.select_related("maker").order_by("pk"))


def events_of_entry(entry: WatchEntry) -> QuerySet[Event]:
    """Return what happened to an entry and at whom it was found."""
    about = Q(subject_type="watchentry", subject_id=entry.pk)
    about |= Q(subject_type="watchhit", data__entry=entry.number)
    return Event.objects.select_related("actor").filter(about)
