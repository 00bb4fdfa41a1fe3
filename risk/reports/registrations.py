"""What reports of risk add to the house: parts, the close, open work, words of events, the rail."""

from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_append_only
from accounts.staff.open_work import OpenWork, add_open_work
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from risk.reports import invariants, queries  # noqa: F401, invariants register by import
from risk.reports.closing import register_steps
from risk.reports.own_parts import add_own_parts
from risk.reports.own_queues import add_own_queues

RISK = _("Risk")


def register_reports() -> None:
    """Register everything; called from `apps.py: ready()`."""
    keep_append_only("risk_reportfigures", "risk_reporttext", "risk_signedreport")
    register_steps()
    add_own_parts()
    add_own_queues()
    add_event_words(WORDS)
    add_office_links(
        OfficeLink(RISK, "shield-check", _("Risk dashboard"), "risk_dashboard", "risk.see_portfolio"),
        OfficeLink(
            RISK, "shield-check", _("Reports of risk"), "risk_reports", queries.SEE, queries.waiting_versions
        ),
        OfficeLink(
            _("Own work"), "user", _("Measures given to me"), "own_measures", "", queries.measures_given_to
        ),
    )
    add_object_pages(
        ObjectPage("reportversion", "risk_report", queries.SEE),
        ObjectPage("reportmeasure", "report_measure", queries.SEE),
    )
    add_open_work(
        OpenWork("risk_reports", 63, _("Drafts of risk reports"), queries.drafts_as_work),
        OpenWork("report_measures", 64, _("Measures of risk reports"), queries.measures_as_work),
        OpenWork("risk_warnings", 65, _("Risk warnings to answer"), queries.answers_as_work),
    )


WORDS = {
    "risk_report.drafted": _("Report of risk drafted"),
    "risk_report.frozen": _("Figures of a report frozen"),
    "risk_report.written": _("Chapter of a report written"),
    "risk_report.rated": _("Kind of risk judged"),
    "risk_report.submitted": _("Report of risk submitted"),
    "risk_report.draft": _("Report of risk given back"),
    "risk_report.signed": _("Report of risk signed"),
    "risk_report.seen": _("Report of risk seen by the management"),
    "risk_report.corrected": _("Report of risk corrected"),
    "risk_report.dropped": _("Draft of a report dropped"),
    "risk_report.answered": _("Risk warning answered"),
    "risk_report.read": _("Report of risk taken out as PDF"),
    "report_measure.proposed": _("Measure proposed"),
    "report_measure.done": _("Measure done"),
    "report_measure.dropped": _("Measure taken out of the draft"),
}
