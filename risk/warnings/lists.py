"""The office's lists of signals and notices of early warning."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.web.tables import Column, Kind, Table
from risk.warnings.words import rule_name, subject_url, subject_words


def _page(route: str) -> Any:
    return lambda row, viewer: reverse(route, args=[row.number])


def _subject() -> Column:
    return Column(
        "subject",
        pgettext_lazy("early warning", "About"),
        subject_words,
        url=subject_url,
    )


SIGNALS = Table(
    "risk.warning_signals",
    _("Signals of early warning"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("risk_signal")),
        Column("rule", _("Signal"), lambda row: rule_name(row.rule), sort="code"),
        _subject(),
        Column(
            "severity",
            pgettext_lazy("early warning", "To do"),
            lambda row: row.get_severity_display(),
            sort="severity",
        ),
        Column("raised_on", _("Raised"), lambda row: row.raised_on, Kind.DAY, "raised_on"),
        Column("last_hit_on", _("Last hit"), lambda row: row.last_hit_on, Kind.DAY, "last_hit_on"),
        Column("hits", _("Hits"), lambda row: row.hit_count, Kind.NUMBER, "hit_count"),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
        Column(
            "outcome",
            _("What came of it"),
            lambda row: row.get_outcome_display() if row.outcome else "",
            is_extra=True,
        ),
    ),
    sort="severity",
    kept=("state", "severity", "code"),
)

NOTICES = Table(
    "risk.warning_notices",
    _("Warning notices"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("risk_notice")),
        Column("level", _("Level"), lambda row: row.get_level_display()),
        _subject(),
        Column("words", _("What is warned of"), lambda row: row.words),
        Column("owner", pgettext_lazy("warning notice", "Owner"), lambda row: row.owner.name),
        Column(
            "raised_on",
            pgettext_lazy("warning notice", "Raised"),
            lambda row: row.raised_on,
            Kind.DAY,
            "raised_on",
        ),
        Column("due_on", _("To be answered by"), lambda row: row.due_on, Kind.DAY, "due_on"),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
        Column("escalated", _("Escalated"), lambda row: row.escalated_on, Kind.DAY, is_extra=True),
        Column("closed", _("Closed on"), lambda row: row.closed_on, Kind.DAY, is_extra=True),
    ),
    sort="due_on",
    kept=("state",),
)
