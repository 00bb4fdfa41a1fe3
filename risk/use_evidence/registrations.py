"""What evidence of use adds to the house: close steps, messages, the rail, the loan's page, the copy of own data."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_append_only
from accounts.closing import CloseStep, register_step
from accounts.events import subscribe
from accounts.messages import MessageTemplate, register_message
from accounts.models import User
from accounts.personal_data import Coded, PersonalData, Record, register_eraser, register_personal_data
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.page_sections import PageSection
from lending.page_sections import LOAN_PAGE
from risk.models import UseEvidence
from risk.services.ask_use_evidence import ask_use_evidence, find_loans_to_ask
from risk.services.follow_use_evidence import find_evidence_to_follow, follow_use_evidence
from risk.use_evidence import queries
from risk.use_evidence.rules import SEE

MESSAGES = (
    MessageTemplate(
        "use_evidence_asked",
        subject=_("What was the money of loan %(loan)s used for?"),
        body="risk/messages/use_evidence_asked.txt",
    ),
    MessageTemplate(
        "use_evidence_due",
        subject=_("Evidence for loan %(loan)s is due by %(due)s"),
        body="risk/messages/use_evidence_due.txt",
    ),
    MessageTemplate(
        "use_evidence_missing",
        subject=_("Evidence for loan %(loan)s did not come"),
        body="risk/messages/use_evidence_missing.txt",
    ),
    MessageTemplate(
        "use_evidence_accepted",
        subject=_("Evidence for loan %(loan)s is accepted"),
        body="risk/messages/use_evidence_accepted.txt",
        is_emailed=False,
    ),
    MessageTemplate(
        "use_evidence_refused",
        subject=_("Evidence for loan %(loan)s is not enough"),
        body="risk/messages/use_evidence_refused.txt",
    ),
)
EVENT_WORDS = {
    "use_evidence.asked": _("Evidence of use asked for"),
    "use_evidence.handed_in": _("Evidence of use handed in"),
    "use_evidence.added": _("Further evidence of use handed in"),
    "use_evidence.accepted": _("Evidence of use accepted"),
    "use_evidence.refused": _("Evidence of use not accepted"),
    "use_evidence.missing": _("Evidence of use missing"),
    "use_evidence.ended": _("Evidence of use not needed any more"),
}


def register_use_evidence() -> None:
    """Register everything; called from `apps.py: ready()`."""
    keep_append_only("risk_usepaper")
    subscribe("risk.end_use_evidence", ["loan.settled"], "risk.use_evidence.handlers.on_loan_ended")
    register_step(CloseStep("ask_use", _("Evidence of use asked for"), 155, find_loans_to_ask, _ask))
    register_step(
        CloseStep("follow_use", _("Evidence of use due or missing"), 156, find_evidence_to_follow, _follow)
    )
    for template in MESSAGES:
        register_message(template)
    add_event_words(EVENT_WORDS)
    LOAN_PAGE.add(PageSection("use", 5, "risk/customer/_use_card.html", queries.evidence_of_loan))
    add_object_pages(ObjectPage("useevidence", "use_evidence", SEE))
    add_office_links(
        OfficeLink(
            _("Risk"),
            "shield-check",
            _("Use of loan money"),
            "use_evidence_list",
            SEE,
            queue=queries.evidence_to_decide,
        )
    )
    register_personal_data(
        PersonalData(
            "use_evidence",
            _("Evidence of the use of loans"),
            93,
            {
                "number": _("Number"),
                "loan": _("Loan"),
                "status": _("State"),
                "due_on": _("Due by"),
                "words": _("In your words"),
                "because": _("Why it was not accepted"),
            },
            _rows,
        )
    )
    register_eraser("use_evidence", 17, _erase)


def _ask(day: dt.date, ids: list[int]) -> None:
    ask_use_evidence(business_date=day, loan_ids=ids)


def _follow(day: dt.date, ids: list[int]) -> None:
    follow_use_evidence(business_date=day, evidence_ids=ids)


def _rows(user: User) -> Iterator[Record]:
    for row in UseEvidence.objects.filter(borrower=user).select_related("loan").order_by("pk"):
        yield {
            "number": row.number,
            "loan": row.loan.number,
            "status": Coded(row.status, row.get_status_display()),
            "due_on": row.due_on,
            "words": row.words,
            "because": row.because,
        }


def _erase(user: User) -> None:
    """Empty what was written; that evidence was asked and accepted stays with the loan."""
    UseEvidence.objects.filter(borrower=user).update(words="")
