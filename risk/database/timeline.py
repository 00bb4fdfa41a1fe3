"""The timeline of a tracking file: each room and each floor above hangs in what it knows; nothing here looks up.

A source that only some may read names its right: whoever lacks it does not learn that there is anything.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Dealer, User
from accounts.web.parts import Moment

PAGE = 25
# What is read at first; more where many things happened in the same instant.
FIRST_READ = 50


@dataclass(frozen=True)
class FileSubject:
    """Whom a tracking file is about: one customer, or one dealer."""

    customer: User | None = None
    dealer: Dealer | None = None

    @property
    def number(self) -> str:
        return self.of_customer.number if self.dealer is None else self.dealer.number

    @property
    def of_customer(self) -> User:
        """The customer of a file that is known to be a customer's."""
        if self.customer is None:
            raise ValueError("This file is about a dealer.")
        return self.customer

    @property
    def of_dealer(self) -> Dealer:
        """The dealer of a file that is known to be a dealer's."""
        if self.dealer is None:
            raise ValueError("This file is about a customer.")
        return self.dealer


@dataclass(frozen=True)
class Window:
    """What a source is asked for: the newest `most` things before an instant, as this viewer may read them."""

    viewer: User
    before: dt.datetime | None
    most: int


Read = Callable[[FileSubject, Window], Sequence[Moment]]


@dataclass(frozen=True)
class TimelineSource:
    """`read` returns its newest things before the window's instant, newest first, never more than the window asks."""

    code: str
    kind: str
    read: Read
    right: str = ""
    is_of_dealers: bool = False


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened, with its kind in words."""

    kind: str
    kind_name: Promise | str
    moment: Moment


@dataclass(frozen=True)
class TimelinePage:
    """The items of a page; `next_before` is the instant behind it, none on the last page."""

    items: list[TimelineItem]
    next_before: dt.datetime | None


# The kinds by which a file is filtered, in the order of the filter.
KINDS: dict[str, Promise | str] = {
    "application": pgettext_lazy("kind of thing in a file", "Applications"),
    "case": pgettext_lazy("kind of thing in a file", "Cases and decisions"),
    "loan": pgettext_lazy("kind of thing in a file", "Loans"),
    "arrears": pgettext_lazy("kind of thing in a file", "Arrears"),
    "contact": pgettext_lazy("kind of thing in a file", "Contacts of collections"),
    "complaint": pgettext_lazy("kind of thing in a file", "Complaints"),
    "mark": pgettext_lazy("kind of thing in a file", "Holds and marks"),
    "visit": pgettext_lazy("kind of thing in a file", "Visits"),
    "dealer": pgettext_lazy("kind of thing in a file", "Admission and limits"),
    "order": pgettext_lazy("kind of thing in a file", "Returns and cancellations"),
    "inspection": pgettext_lazy("kind of thing in a file", "Inspections"),
    "watch": pgettext_lazy("kind of thing in a file", "Watch of risk"),
    "list": pgettext_lazy("kind of thing in a file", "Lists"),
    "note": pgettext_lazy("kind of thing in a file", "Notes"),
}
OTHER = _("Other")

_sources: dict[tuple[bool, str], TimelineSource] = {}


def add_timeline_source(
    code: str,
    kind: str,
    read: Read,
    *,
    right: str = "",
    is_of_dealers: bool = False,
    name: Promise | str = "",
) -> None:
    """Hang a source into the files of customers, or of dealers, from `apps.py: ready()`; a new kind needs a name."""
    source = TimelineSource(code, kind, read, right, is_of_dealers)
    if _sources.get((is_of_dealers, code), source) != source:
        raise ValueError(f"Two sources of a timeline are named {code}.")
    if kind not in KINDS:
        if not name:
            raise ValueError(f"The kind {kind} needs a name.")
        KINDS[kind] = name
    _sources[is_of_dealers, code] = source


def kinds_shown(viewer: User, subject: FileSubject) -> list[tuple[str, Promise | str]]:
    """Return the kinds that this viewer can filter a file by, in their order."""
    found = {source.kind for source in _sources_for(viewer, subject)}
    return [(kind, name) for kind, name in KINDS.items() if kind in found]


def timeline_page(
    subject: FileSubject, viewer: User, *, kind: str = "", before: dt.datetime | None = None, size: int = PAGE
) -> TimelinePage:
    """Return the newest things of a file before an instant, every one of them once however the pages are walked.

    Whatever happened in the same instant stands on one page. Asks each source once, and again with twice the room only
    where a whole reading falls into one instant.
    """
    sources = [one for one in _sources_for(viewer, subject) if kind in ("", one.kind)]
    most = max(FIRST_READ, size + 1)
    while True:
        page = _page(sources, subject, Window(viewer, before, most), size)
        if page is not None:
            return page
        most *= 2


def _sources_for(viewer: User, subject: FileSubject) -> list[TimelineSource]:
    is_of_dealers = subject.dealer is not None
    return [
        source
        for (of_dealers, _code), source in sorted(_sources.items())
        if of_dealers == is_of_dealers and (not source.right or viewer.has_right(source.right))
    ]


def _page(
    sources: Sequence[TimelineSource], subject: FileSubject, window: Window, size: int
) -> TimelinePage | None:
    """Return the page, None where a source has more in the page's last instant than was read of it."""
    items: list[TimelineItem] = []
    # Down to here every source has been read to its end.
    sure_after: dt.datetime | None = None
    for source in sources:
        found = list(source.read(subject, window))
        items += [TimelineItem(source.kind, KINDS[source.kind], moment) for moment in found]
        if len(found) >= window.most:
            last = _at(found[-1])
            sure_after = last if sure_after is None else max(sure_after, last)
    items.sort(key=lambda item: _at(item.moment), reverse=True)
    if len(items) <= size and sure_after is None:
        return TimelinePage(items, None)
    shown = items[:size]
    last_at = _at(shown[-1].moment)
    shown += [item for item in items[size:] if _at(item.moment) == last_at]
    if sure_after is not None and last_at <= sure_after:
        return None
    has_more = len(items) > len(shown) or sure_after is not None
    return TimelinePage(shown, last_at if has_more else None)


def _at(moment: Moment) -> dt.datetime:
    if not isinstance(moment.at, dt.datetime):
        raise TypeError("What happened in a file has its instant.")
    return moment.at
