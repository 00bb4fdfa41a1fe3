"""What the risk database adds to the house: sources of files, the nightly step, words, the rail, open work."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.approval_ends import APPROVED, ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.closing import CloseStep, register_step
from accounts.events import subscribe
from accounts.messages import MessageTemplate, register_message
from accounts.models import User
from accounts.personal_data import PersonalData, Record, register_eraser, register_personal_data
from accounts.staff.open_work import OpenWork, add_open_work
from accounts.watch.finders import register_finder
from accounts.watch.payloads import SEE as SEE_LISTS
from accounts.web.customer_file import FileSection, add_file_section
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.privacy_story import OwnRight, add_own_right
from risk.database import queries
from risk.database.customer_sources import register_customer_sources
from risk.database.dealer_sources import register_dealer_sources
from risk.database.list_story import export_approval_facts, import_approval_facts
from risk.database.lists import customers_at_address
from risk.database.mark_sources import register_mark_sources
from risk.database.policies import APPROVE, KEEP, SEE
from risk.database.shared_sources import register_shared_sources
from risk.database.story import EVENT_WORDS, WatchRow, watch_rows
from risk.models import FileNote, ListAppeal, RiskWatch, WatchReview
from risk.services.ask_export import KIND as EXPORT_KIND
from risk.services.check_watches import check_watches, find_watches_to_check
from risk.services.drop_export import drop_exports, find_exports_to_drop
from risk.services.hand_over_watch import hand_over_watch
from risk.services.send_list_file import KIND as IMPORT_KIND

RISK = _("Risk")


def register_database() -> None:
    """Register everything; called from `apps.py: ready()`."""
    register_customer_sources()
    register_mark_sources()
    register_dealer_sources()
    register_shared_sources()
    register_finder("address", customers_at_address)
    # After everything that moves a loan, and after the day's picture of the book.
    register_step(
        CloseStep("risk_watches", _("Exit rules of the watch-list"), 160, find_watches_to_check, _check)
    )
    add_event_words(EVENT_WORDS)
    add_office_links(
        OfficeLink(RISK, "shield-check", _("Risk database"), "risk_database", SEE),
        OfficeLink(
            RISK,
            "shield-check",
            pgettext_lazy("of the risk desk", "Under watch"),
            "risk_watches",
            SEE,
            queue=queries.watches_due,
        ),
    )
    add_object_pages(ObjectPage("riskwatch", "risk_watch", SEE))
    add_open_work(
        OpenWork("risk_watches", 45, _("Watches owned"), queries.watches_owned, hand_over=_hand_over)
    )
    add_file_section(
        FileSection(
            "risk_database",
            66,
            _("Risk database"),
            "binoculars",
            "risk/office/file/_database.html",
            _section,
            SEE,
        )
    )
    register_eraser("risk_database", 11, _erase)
    _register_list_work()


def _register_list_work() -> None:
    """Appeals, files of entries and exports: approvals, what follows, the rail, the customer's copy."""
    for code, name, describe in (
        (IMPORT_KIND, _("Import of entries of the lists"), import_approval_facts),
        (EXPORT_KIND, _("Export of the risk database"), export_approval_facts),
    ):
        register_approval_kind(ApprovalKind(code, name, APPROVE, describe, is_confidential=True))
    subscribe("risk.list_import", ENDS, "risk.database.handlers.on_import_ended")
    subscribe("risk.list_export", ENDS, "risk.database.handlers.on_export_ended")
    subscribe(
        "risk.list_appeal",
        [end for end in ENDS if end != APPROVED],
        "risk.database.handlers.on_end_not_approved",
    )
    subscribe(
        "risk.list_appeal_rejected", ["watch_appeal.rejected"], "risk.database.handlers.tell_of_rejection"
    )
    subscribe("risk.list_appeal_ended", ["watch_entry.ended"], "risk.database.handlers.tell_of_correction")
    register_message(
        MessageTemplate(
            "list_appeal_answered",
            subject=_("We have looked at your objection"),
            body="risk/messages/list_appeal_answered.txt",
        )
    )
    register_step(
        CloseStep("list_exports", _("Exports that nobody fetched"), 68, find_exports_to_drop, _drop_exports)
    )
    add_office_links(
        OfficeLink(
            RISK,
            "shield-check",
            _("Appeals against lists"),
            "risk_list_appeals",
            SEE_LISTS,
            queue=lambda user: queries.appeals_open(),
        )
    )
    add_object_pages(
        ObjectPage("listappeal", "risk_list_appeal", SEE_LISTS),
        ObjectPage("listimport", "risk_list_import", SEE_LISTS),
    )
    add_own_right(
        OwnRight("message-square-warning", _("Say that something held of me is wrong"), "own_objections")
    )
    register_personal_data(
        PersonalData(
            "list_appeals",
            _("Objections to what we hold of you"),
            84,
            {"number": _("Number"), "asked_at": _("Asked"), "words": _("What is wrong about you?")},
            _own_appeals,
        )
    )


def _own_appeals(user: User) -> Iterator[Record]:
    """What the person asked; what came of it is told in a message, and of lists nothing is told."""
    for row in ListAppeal.objects.filter(customer=user, way=ListAppeal.Way.CUSTOMER).order_by("pk"):
        yield {"number": row.number, "asked_at": row.asked_at, "words": row.words}


def _drop_exports(day: dt.date, ids: list[int]) -> None:
    drop_exports(ids)


def _check(day: dt.date, ids: list[int]) -> None:
    check_watches(business_date=day, ids=ids)


def _section(viewer: User, customer: User) -> "list[WatchRow]":
    """Return the running watches; the section leads to the tracking file also where there are none."""
    rows: QuerySet[RiskWatch] = queries.watches().filter(customer=customer)
    return watch_rows(rows.order_by("-pk"))


def _hand_over(leaver: User, colleague: User, actor: User | None) -> None:
    """Make the leaver's watches the colleague's; one who may not keep them leaves them for a risk manager to give."""
    if not colleague.has_right(KEEP):
        return
    for watch in RiskWatch.objects.filter(owner=leaver, status__in=RiskWatch.LIVE).order_by("pk"):
        hand_over_watch(watch=watch, owner=colleague, actor=actor)


def _erase(user: User) -> None:
    """Empty what was written about the person; that it was, stays."""
    FileNote.objects.filter(customer=user).update(words="", struck_because="")
    RiskWatch.objects.filter(customer=user).update(words="", end_words="")
    WatchReview.objects.filter(watch__customer=user).update(words="")
    ListAppeal.objects.filter(customer=user).update(words="", reason="")
