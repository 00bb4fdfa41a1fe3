"""What stands in the tracking file of a dealer, source by source."""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.dealers.policy import checklist
from accounts.dealers.story import EVENT_WORDS
from accounts.models import Dealer, DealerCheck, WatchEntry
from accounts.watch.payloads import SEE as SEE_LISTS
from accounts.web.formats import yuan
from accounts.web.object_pages import object_url
from accounts.web.parts import Moment
from lending.models import GoodsOrder
from risk.database.lists import entries_naming
from risk.database.readings import local, moment_of, newest, newest_events, newest_first
from risk.database.timeline import FileSubject, Window, add_timeline_source

# What happened to the dealer as such; who joined and which store was added is in the dealer's own pages.
DEALER_EVENTS = (
    "dealer.vetting",
    "dealer.opinion_given",
    "dealer.returned",
    "dealer.active",
    "dealer.rejected",
    "dealer.suspended",
    "dealer.withdrawn",
    "dealer.ended",
    "dealer.limits_changed",
)
TONES = {"dealer.active": "good", "dealer.suspended": "danger", "dealer.rejected": "danger"}
ORDER_EVENTS: dict[str, Promise] = {
    "goods_order.cancelled": gettext_lazy("Order cancelled"),
    "goods_order.return_asked": gettext_lazy("Return asked for"),
    "goods_order.returned": gettext_lazy("Goods returned and refunded"),
}


def register_dealer_sources() -> None:
    """Hang everything in that the house knows of a dealer."""
    add_timeline_source("dealer", "dealer", admissions, is_of_dealers=True)
    add_timeline_source("checks", "visit", checks, is_of_dealers=True)
    add_timeline_source("orders", "order", orders, is_of_dealers=True)
    add_timeline_source("entries", "list", entries, is_of_dealers=True, right=SEE_LISTS)


def admissions(subject: FileSubject, window: Window) -> list[Moment]:
    """Admission, limits, suspension and end."""
    own = Dealer.objects.filter(pk=subject.of_dealer.pk)
    return [
        moment_of(
            event,
            window,
            title=EVENT_WORDS[event.kind],
            icon="store",
            tone=TONES.get(event.kind, "active"),
        )
        for event in newest_events({"dealer": own}, DEALER_EVENTS, window)
    ]


def checks(subject: FileSubject, window: Window) -> list[Moment]:
    """What was looked at on the spot and in the papers before the admission."""
    names = {item.code: item.label for item in checklist()}
    rows = DealerCheck.objects.filter(dealer=subject.of_dealer).select_related("checked_by")
    return [
        Moment(
            title=names.get(row.code) or _("Checklist item ticked"),
            at=local(row.checked_at),
            sentence=row.note,
            who=row.checked_by.name,
            icon="list-checks",
        )
        for row in newest(rows, "checked_at", window)
    ]


def orders(subject: FileSubject, window: Window) -> list[Moment]:
    """Orders that were cancelled or whose goods came back."""
    # An event alone says when; the orders that went through are figures of the summary, not things of the file.
    own = GoodsOrder.objects.filter(
        dealer=subject.of_dealer, status__in=["cancelled", "return_asked", "awaiting_funds", "returned"]
    )
    amounts = dict(own.values_list("number", "price_fen"))
    return [
        moment_of(
            event,
            window,
            title=ORDER_EVENTS[event.kind],
            sentence=yuan(amounts.get(event.subject_number) or 0),
            icon="package",
            tone="attention",
        )
        for event in newest_events({"goodsorder": own}, list(ORDER_EVENTS), window)
    ]


def entries(subject: FileSubject, window: Window) -> list[Moment]:
    """Entries of the lists that name the company or who stands for it."""
    named = entries_naming(subject.of_dealer)
    begun = [
        _entry(one, _("Named by the %(list)s"), local(one.in_force_at), window)
        for one in newest(named, "in_force_at", window)
    ]
    over = [
        _entry(one, _("Entry of the %(list)s is over"), local(one.ended_at), window, is_over=True)
        for one in newest(named.exclude(in_force_at=None), "ended_at", window)
    ]
    return newest_first([*begun, *over], window)


def _entry(
    entry: WatchEntry, title: str, at: dt.datetime, window: Window, *, is_over: bool = False
) -> Moment:
    return Moment(
        title=title % {"list": entry.list_name},
        at=at,
        sentence=f"{entry.number} · {entry.get_category_display()}",
        url=object_url(window.viewer, "watchentry", entry.number),
        icon="shield-alert",
        tone="quiet" if is_over else ("danger" if entry.is_black else "attention"),
    )
