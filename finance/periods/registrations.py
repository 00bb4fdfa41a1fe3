"""What charts, months, the opening and the year end add to the house: approvals, words, pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.events import subscribe
from accounts.web.event_words import add_event_words
from accounts.web.object_pages import ObjectPage, add_object_pages, name_numbers
from finance.entry_kinds import name_entry_kinds, name_purposes
from finance.periods import story
from finance.services import propose_chart_version, propose_opening_balance, propose_year_end

APPROVE = "finance.approve_books"
SEE = "finance.see_books"


def register_periods() -> None:
    """Register everything; called from `apps.py: ready()`."""
    for kind, name, facts in (
        (propose_chart_version.KIND, _("Chart of accounts"), story.chart_facts),
        (propose_opening_balance.KIND, _("Opening balances"), story.opening_facts),
        (propose_year_end.KIND, _("Year end"), story.year_end_facts),
    ):
        register_approval_kind(ApprovalKind(kind, name, APPROVE, facts))
    subscribe("finance.books", ENDS, "finance.periods.handlers.on_approval_ended")
    name_entry_kinds(
        {
            "adjustment.opening": _("Opening balances"),
            "adjustment.posted": _("Adjusting entry"),
            "adjustment.year_end": _("Result of the year carried to equity"),
        }
    )
    name_purposes({"opening": _("Opening balances"), "year_end": _("Year end")})
    add_object_pages(
        ObjectPage("entry", "office_entry", SEE),
        ObjectPage("chartversion", "office_chart_version", SEE),
        ObjectPage("bookperiod", "office_month", SEE, argument="month"),
    )
    name_numbers({"CV": "chartversion", "JE": "entry"})
    add_event_words(
        {
            "book_period.soft": _("Month soft closed"),
            "book_period.open": _("Month opened again"),
            "book_period.hard": _("Month closed for good"),
            "books.exported": _("Report of the books taken out as a file"),
            "chart_version.published": _("Chart of accounts published"),
            "chart_version.dropped": _("Chart of accounts not approved"),
            "opening_balance.posted": pgettext_lazy("event", "Opening balances posted"),
            "opening_balance.dropped": _("Opening balances not approved"),
            "year_end.posted": _("Result of the year carried to equity"),
            "year_end.dropped": _("Year end not approved"),
        }
    )
