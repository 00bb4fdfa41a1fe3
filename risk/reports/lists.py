"""The office's lists of reports and measures."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.web.tables import Column, Kind, Table
from risk.reports.words import report_title


def _page(route: str) -> Any:
    return lambda row, viewer: reverse(route, args=[row.number])


RISK_REPORTS = Table(
    "risk.reports",
    _("Reports of risk"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("risk_report")),
        Column("title", pgettext_lazy("report", "Report"), lambda row: report_title(row.report)),
        Column("version", _("Version"), lambda row: row.n, Kind.NUMBER, "n"),
        Column("made", _("Begun"), lambda row: row.made_at, Kind.MOMENT, "made_at"),
        Column("author", _("Written by"), lambda row: row.author and row.author.name),
        Column(
            "signer", pgettext_lazy("report", "Signed by"), lambda row: row.signed_by and row.signed_by.name
        ),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="-number",
    kept=("status", "kind"),
)

MEASURES = Table(
    "risk.measures",
    _("Measures of risk reports"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("report_measure")),
        Column("words", _("What is to be done"), lambda row: row.words),
        Column("owner", _("Owner"), lambda row: row.owner.name),
        Column("due_on", _("Until day"), lambda row: row.due_on, Kind.DAY, "due_on"),
        Column("report", pgettext_lazy("report", "Report"), lambda row: report_title(row.version.report)),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="due_on",
    kept=("view",),
)
