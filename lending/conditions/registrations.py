"""What the conditions of approvals add to the house: events, the rail, the message, the copy of a person's data."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.events import subscribe
from accounts.messages import MessageTemplate, register_message
from accounts.models import User
from accounts.personal_data import Coded, PersonalData, Record, register_eraser, register_personal_data
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from lending.conditions.queries import waiting_conditions
from lending.conditions.story import EVENT_WORDS
from lending.models import ConditionEvidence, DecisionCondition

RIGHT = "lending.see_loans"


def register_conditions() -> None:
    """Register everything; called from `apps.py: ready()`."""
    subscribe("lending.go_on_after_condition", ["condition.met"], "lending.conditions.handlers.go_on")
    subscribe(
        "lending.tell_of_evidence",
        ["condition_evidence.refused"],
        "lending.conditions.handlers.tell_of_refusal",
    )
    register_message(
        MessageTemplate(
            "evidence_refused",
            subject=_("A condition of your loan is still open"),
            body="lending/messages/evidence_refused.txt",
        )
    )
    add_event_words(EVENT_WORDS)
    add_office_links(
        OfficeLink(
            _("Lending"),
            "landmark",
            _("Loan conditions"),
            "office_conditions",
            RIGHT,
            queue=waiting_conditions,
        )
    )
    add_object_pages(ObjectPage("decisioncondition", "office_condition", RIGHT))
    register_personal_data(
        PersonalData(
            "loan_conditions",
            _("Conditions of approvals"),
            61,
            {
                "number": _("Number"),
                "status": _("State"),
                "application": _("Application"),
                "words": _("Condition"),
                "due_on": _("Due by"),
                "answers": _("What was sent in"),
            },
            _conditions,
        )
    )
    register_eraser("loan_conditions", 19, _erase)


def _conditions(user: User) -> Iterator[Record]:
    rows = DecisionCondition.objects.filter(decision__application__borrower=user)
    for row in rows.select_related("decision__application").prefetch_related("evidence").order_by("pk"):
        yield {
            "number": row.number,
            "status": Coded(row.status, row.get_status_display()),
            "application": row.decision.application.number,
            "words": row.words,
            "due_on": row.due_on,
            "answers": "\n".join(one.words for one in row.evidence.all() if one.words),
        }


def _erase(user: User) -> None:
    """Empty what was written to show that conditions are met; that they are, stays."""
    ConditionEvidence.objects.filter(condition__decision__application__borrower=user).update(words="")
