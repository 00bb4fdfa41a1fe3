"""The office's list of watches."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.web.tables import Column, Kind, Table
from risk.database.exits import rule_words
from risk.database.story import file_url_of, name_of, subject_of, watched_number
from risk.models import RiskWatch


def _page(row: RiskWatch, viewer: Any) -> str:
    return reverse("risk_watch", args=[row.number])


WATCHES = Table(
    "risk.watches",
    _("Watch-list of risk"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page),
        Column("name", _("Name"), lambda row: name_of(row.customer, row.dealer)),
        Column(
            "watched",
            _("Under watch"),
            watched_number,
            url=lambda row, viewer: file_url_of(subject_of(row)),
        ),
        Column("trigger", _("Trigger"), lambda row: row.get_trigger_display(), sort="trigger"),
        Column("owner", _("Owner"), lambda row: row.owner.name),
        Column("review_on", _("Review on"), lambda row: row.review_on, Kind.DAY, "review_on"),
        Column("rule", _("Ends when"), rule_words),
        Column("placed_on", _("Since"), lambda row: row.placed_on, Kind.DAY, "placed_on"),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="review_on",
    kept=("view",),
)
