"""What a report says of measures: what asks for one, and what became of those proposed before."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.web.formats import number
from accounts.web.tables.sheets import TEXT, Head, Line, Sheet
from risk.domain.appetite import BEYOND, WITHIN
from risk.limits.story import limit_rows
from risk.models import ReportMeasure, ReportVersion
from risk.reports.appetite import Measured, figures_of, measured
from risk.reports.book_parts import Days
from risk.reports.parts import Month, Told


def read_appetite(month: Month) -> list[Measured]:
    """Return the month's figures beside what the company is willing to bear."""
    days = month.kept("days", lambda: Days(month.last_on, month.before_on))
    breached = sum(row.use.free_fen < 0 for row in limit_rows())
    return list(measured({**figures_of(days), "breached_limits": breached}, month.last_on).values())


def tell_appetite(figures: list[Measured]) -> Told:
    """Say which figures ask for a measure."""
    sentences = [
        (
            _("%(figure)s is %(value)s, beyond the limit of %(limit)s: a measure is due.")
            if one.state == BEYOND
            else _("%(figure)s is %(value)s and misses its target of %(target)s.")
        )
        % {
            "figure": one.label,
            "value": one.say(one.value),
            "limit": one.say(one.appetite.limit),
            "target": one.say(one.appetite.target),
        }
        for one in figures
        if one.state != WITHIN
    ] or [_("Every figure keeps the target of the company's risk appetite.")]
    lines = [
        Line(
            [
                one.label,
                one.say(one.value),
                one.say(one.appetite.target),
                one.say(one.appetite.limit),
                one.state_words,
            ]
        )
        for one in figures
    ]
    heads = [
        Head(_("Figure"), TEXT),
        Head(pgettext("figures", "Value"), TEXT),
        Head(_("Target"), TEXT),
        Head(pgettext("figures", "Limit"), TEXT),
        Head(_("State"), TEXT),
    ]
    return Told(sentences, (), [Sheet("appetite", _("What is the company willing to bear?"), heads, lines)])


@dataclass(frozen=True)
class Followed:
    """A measure of an earlier report as it stood when a month ended."""

    number: str
    words: str
    owner: str
    due_on: dt.date
    done_on: dt.date | None
    is_late: bool

    @property
    def state_words(self) -> str:
        if self.done_on is not None:
            return _("done on %(day)s") % {"day": self.done_on.isoformat()}
        return _("open, past its day") if self.is_late else pgettext("measure", "open")


def read_followed(month: Month) -> list[Followed] | None:
    """Return the measures of signed reports on earlier months that were open in this one or are still."""
    rows = ReportMeasure.objects.filter(
        Q(status=ReportMeasure.Status.OPEN)
        | Q(status=ReportMeasure.Status.DONE, ended_on__gte=month.first_on),
        Q(version__report__month_on__lt=month.first_on)
        | Q(
            version__report__month_on=None,
            version__signed_at__isnull=False,
            proposed_at__date__lte=month.last_on,
        ),
        version__status__in=ReportVersion.SEALED,
    ).select_related("owner")
    return [_followed(row, month) for row in rows.order_by("due_on", "pk")] or None


def _followed(row: ReportMeasure, month: Month) -> Followed:
    is_done = row.status == ReportMeasure.Status.DONE
    return Followed(
        row.number,
        row.words,
        row.owner.name,
        row.due_on,
        row.ended_on if is_done else None,
        not is_done and row.due_on <= month.last_on,
    )


def tell_followed(rows: list[Followed]) -> Told:
    """Say what became of earlier measures."""
    done = sum(row.done_on is not None for row in rows)
    late = sum(row.is_late for row in rows)
    sentence = _(
        "Measures of earlier reports: %(count)s. Done: %(done)s, open: %(open)s, of these past their day: %(late)s."
    ) % {
        "count": number(len(rows)),
        "done": number(done),
        "open": number(len(rows) - done),
        "late": number(late),
    }
    lines = [Line([row.words, row.owner, row.due_on.isoformat(), row.state_words]) for row in rows]
    heads = [
        Head(_("Measure"), TEXT),
        Head(_("Owner"), TEXT),
        Head(_("Until day"), TEXT),
        Head(_("State"), TEXT),
    ]
    sheet = Sheet("followed", _("What became of earlier measures?"), heads, lines)
    return Told([sentence], (), [sheet], key={"measures_open": len(rows) - done, "measures_late": late})
