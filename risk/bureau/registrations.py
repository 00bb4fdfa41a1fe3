"""What this room adds to the house: close steps, approvals, messages, the rail, the borrower's pages."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_append_only
from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.closing import CloseStep, register_step
from accounts.events import subscribe
from accounts.staff.open_work import OpenWork, add_open_work
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.page_sections import PageSection
from lending.page_sections import LOAN_PAGE
from risk.bureau import queries
from risk.bureau.bell import bell
from risk.bureau.elsewhere import hang_into_other_rooms
from risk.bureau.messages import register_messages
from risk.bureau.personal_data import register_bureau_data
from risk.bureau.rules import ANSWER, APPROVE, SEE
from risk.bureau.story import EVENT_WORDS, approval_facts
from risk.services.make_bureau_file import KIND
from risk.services.remind_of_disputes import find_disputes_to_remind_of, remind_of_disputes
from risk.services.tell_before_reporting import find_borrowers_to_tell, tell_before_reporting

RISK = _("Risk")


def register_bureau() -> None:
    """Register everything; called from `apps.py: ready()`."""
    keep_append_only("risk_bureaurecord", "risk_adversenotice")
    register_approval_kind(ApprovalKind(KIND, _("File for the credit bureau"), APPROVE, approval_facts))
    subscribe("risk.bureau_files", ENDS, "risk.bureau.handlers.on_approval_ended")
    register_step(
        CloseStep(
            "adverse_notices",
            _("Borrowers told before arrears are reported"),
            152,
            find_borrowers_to_tell,
            _tell,
        )
    )
    register_step(
        CloseStep(
            "bureau_disputes", _("Disputes to be answered soon"), 153, find_disputes_to_remind_of, _remind
        )
    )
    register_messages()
    register_bureau_data()
    hang_into_other_rooms()
    add_event_words(EVENT_WORDS)
    LOAN_PAGE.add(PageSection("bureau", 20, "risk/customer/_bureau_card.html", queries.records_of_loan))
    add_object_pages(
        ObjectPage("bureaufile", "bureau_file", SEE), ObjectPage("bureaudispute", "bureau_dispute", SEE)
    )
    add_open_work(
        OpenWork(
            "bureau_disputes", 47, _("Disputes about credit records past their day"), queries.late_disputes
        )
    )
    add_office_links(
        OfficeLink(RISK, "shield-check", _("Credit bureau"), "bureau_files", SEE),
        OfficeLink(
            RISK,
            "shield-check",
            _("Disputes about credit records"),
            "bureau_disputes",
            ANSWER,
            queue=queries.open_disputes,
        ),
    )
    if not settings.TEST_RUN:
        # Imported here: what tasks are made with must not be set up before the apps are.
        from risk.tasks import ring_bureau

        bell.hang(ring_bureau)


def _tell(day: dt.date, ids: list[int]) -> None:
    tell_before_reporting(business_date=day, loan_ids=ids)


def _remind(day: dt.date, ids: list[int]) -> None:
    remind_of_disputes(business_date=day, dispute_ids=ids)
