"""Where collection meets the house: events, the close, approvals, messages, the rail, the customer's pages."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_append_only
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.closing import CloseStep, register_step
from accounts.events import subscribe
from accounts.models import User
from accounts.staff.open_work import OpenWork, add_open_work
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.page_sections import PageSection
from lending.page_sections import LOAN_PAGE
from risk.collections import queries
from risk.collections.assigning import next_officer, officers_for
from risk.collections.messages import register_messages
from risk.collections.personal_data import register_collection_data
from risk.collections.policies import SEE
from risk.collections.story import EVENT_WORDS, describe_hand_over
from risk.models import CollectionCase
from risk.services.follow_collections import find_collections_to_follow, follow_collections
from risk.services.propose_hand_over import KIND as HAND_OVER
from risk.services.reassign_collection import reassign_collection

RISK = _("Risk")
# Whatever may make a loan not overdue any more.
MONEY = ["loan.paid", "loan.settled", "loan.returned", "restructure.accepted"]
ANSWERS = ["waiver.accepted", "waiver.declined", "waiver.lapsed", "waiver.dropped"]


def register_collections() -> None:
    """Register everything; called from `apps.py: ready()`."""
    keep_append_only("risk_collectionpaper", "risk_settlementpart")
    subscribe("risk.open_collection", ["loan.overdue"], "risk.collections.handlers.on_overdue")
    subscribe("risk.follow_collection", MONEY, "risk.collections.handlers.on_money")
    subscribe("risk.follow_settlement", ANSWERS, "risk.collections.handlers.on_waiver")
    subscribe("risk.hand_over", ["approval.approved"], "risk.collections.handlers.on_hand_over_approved")
    subscribe("risk.complaints", ["contact_complaint.made"], "risk.collections.handlers.on_complaint")
    register_approval_kind(
        ApprovalKind(
            HAND_OVER, _("Hand-over of a collection case to law"), "lending.close_legal", describe_hand_over
        )
    )
    # After overdue days are counted, which say who is late at the end of the day.
    register_step(
        CloseStep(
            "collections",
            _("Promises that fell due, collection cases that are cured"),
            47,
            find_collections_to_follow,
            _follow,
        )
    )
    register_messages()
    register_collection_data()
    add_event_words(EVENT_WORDS)
    LOAN_PAGE.add(PageSection("contacts", 10, "risk/customer/_contacts_card.html", queries.loans_contacts))
    add_object_pages(ObjectPage("collectioncase", "risk_collection", SEE))
    add_open_work(
        OpenWork("collections", 45, _("Collection cases"), queries.cases_of_officer, _hand_over_work)
    )
    add_office_links(
        OfficeLink(RISK, "shield-check", _("Collections"), "risk_collections", SEE, queue=queries.due_cases),
        OfficeLink(
            RISK,
            "shield-check",
            _("Complaints about contacts"),
            "risk_contact_complaints",
            "risk.see_contact_complaints",
        ),
    )


def _follow(day: dt.date, ids: list[int]) -> None:
    follow_collections(business_date=day, case_ids=ids)


def _hand_over_work(leaver: User, colleague: User, actor: User | None) -> None:
    """Give the leaver's cases to the colleague, or, where the colleague cannot take one, to whose turn it is."""
    cases = CollectionCase.objects.filter(officer=leaver, status__in=CollectionCase.LIVE)
    for case in cases.select_related("loan__borrower__person"):
        takes = {one.pk for one in officers_for(case.loan.borrower)} - {leaver.pk}
        to = colleague if colleague.pk in takes else next_officer(case.loan.borrower)
        if to is not None and to.pk != leaver.pk:
            reassign_collection(case=case, to=to, actor=actor, reason=f"{leaver.number} → {to.number}")
