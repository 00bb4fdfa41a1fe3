"""What the work on cases adds to the house: parts, sections, messages, the rail, the copy of a person's data."""

import datetime as dt
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from accounts.events import subscribe
from accounts.messages import MessageTemplate, register_message
from accounts.models import User
from accounts.personal_data import Coded, PersonalData, Record, register_eraser, register_personal_data
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from lending.models import Application
from risk.authority.severity import add_severity_source
from risk.cases import snapshot  # noqa: F401, invariants register by import
from risk.cases.changes import add_changes_part
from risk.cases.known import add_known_parts
from risk.cases.sections import add_sections
from risk.cases.visits import visits_to_make
from risk.domain.authority import worst
from risk.models import Appeal, CaseQuery, CreditCase, FieldVisit
from risk.services.reopen_changed_case import find_offers, reopen_changed_cases

EVENT_WORDS: dict[str, Promise] = {
    "case.checked": _("Checklist answered"),
    "case.overridden": _("Judged against the card"),
    "case.customer_asked": _("Customer asked"),
    "case.customer_answered": _("Customer answered"),
    "case.visit_asked": _("Visit asked for"),
    "case.visited": _("Visit made"),
    "case.printed": _("Case file printed"),
    "case_query.asked": _("Question sent"),
    "appeal.asked": _("Another look asked for"),
}


def register_case_work() -> None:
    """Register everything; called from `apps.py: ready()`."""
    add_known_parts()
    add_changes_part()
    _register_changes()
    add_sections()
    add_severity_source("overrides", severity_of_overrides, _("what was judged against the card"))
    add_event_words(EVENT_WORDS)
    subscribe("risk.tell_of_question", ["case_query.asked"], "risk.cases.handlers.tell_of_question")
    subscribe("risk.tell_of_change", ["case.opened"], "risk.cases.handlers.tell_of_change")
    for code, subject in (
        ("case_question", _("A question about your application")),
        ("offer_rechecked", _("Your offer is being looked at again")),
    ):
        register_message(MessageTemplate(code, subject=subject, body=f"risk/messages/{code}.txt"))
    add_office_links(
        OfficeLink(
            _("Risk"), "shield-check", _("Visits to make"), "risk_visits", "risk.make_visits", visits_to_make
        ),
        OfficeLink(_("Risk"), "shield-check", _("Case figures"), "risk_case_statistics", "risk.see_cases"),
    )
    add_object_pages(ObjectPage("fieldvisit", "risk_visit", "risk.make_visits"))
    _register_personal_data()


def _register_changes() -> None:
    """Approvals are looked at again at once where something happened, and at every close."""
    subscribe(
        "risk.look_again_at_person",
        ["profile.saved", "user.identity_corrected", "loan.disbursed"],
        "risk.cases.handlers.look_again_at_person",
    )
    subscribe(
        "risk.look_again_at_all",
        ["limit.set", "authority_matrix.in_force"],
        "risk.cases.handlers.look_again_at_all",
    )
    register_step(
        CloseStep("changed_offers", _("Approvals whose grounds have changed"), 102, find_offers, _look_again)
    )


def _look_again(day: dt.date, ids: list[int]) -> None:
    reopen_changed_cases(Application.objects.filter(pk__in=ids).order_by("pk"))


def severity_of_overrides(case: CreditCase) -> str:
    """Return the gravest override of a case that stands."""
    return worst(case.overrides.filter(replaced_at=None).values_list("severity", flat=True))


def _register_personal_data() -> None:
    register_personal_data(
        PersonalData(
            "case_questions",
            _("Questions about applications"),
            61,
            {
                "number": _("Number"),
                "application": _("Application"),
                "status": _("State"),
                "question": _("Question to the customer"),
                "answer": _("Your answer"),
                "asked_at": _("Asked"),
            },
            _questions,
        ),
        PersonalData(
            "appeals",
            _("Wishes for another look"),
            61,
            {
                "number": _("Number"),
                "application": _("Application"),
                "words": _("What should we look at again?"),
                "asked_at": _("Asked"),
            },
            _appeals,
        ),
    )
    register_eraser("case_work", 12, _erase)


def _questions(user: User) -> Iterator[Record]:
    rows = CaseQuery.objects.filter(case__application__borrower=user).select_related("case__application")
    for row in rows.order_by("pk"):
        yield {
            "number": row.number,
            "application": row.case.application.number,
            "status": Coded(row.status, row.get_status_display()),
            "question": row.question,
            "answer": row.answer,
            "asked_at": row.asked_at,
        }


def _appeals(user: User) -> Iterator[Record]:
    for row in Appeal.objects.filter(application__borrower=user).select_related("application").order_by("pk"):
        yield {
            "number": row.number,
            "application": row.application.number,
            "words": row.words,
            "asked_at": row.asked_at,
        }


def _erase(user: User) -> None:
    """Empty what was written to and about the person; that it was, stays."""
    CaseQuery.objects.filter(case__application__borrower=user).update(answer="", question="-")
    Appeal.objects.filter(application__borrower=user).update(words="")
    FieldVisit.objects.filter(case__application__borrower=user).update(place="", findings="", task="-")
