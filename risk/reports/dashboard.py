"""The risk manager's dashboard: headline figures against the company's appetite, what changed and why, what waits."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.web.charts import bar_chart
from accounts.web.formats import number, percent, yuan
from accounts.web.tables.sheets import Sheet
from lending.domain.due_dates import add_months
from risk.cases.statistics import Decided, decided_between
from risk.domain.contributions import Contribution
from risk.limits.story import LimitRow, limit_rows
from risk.portfolio import analyses
from risk.portfolio.queries import last_day_of_book
from risk.portfolio.story import Side, charts, dealer_names, loans_url, sides
from risk.reports.appetite import Measured, figures_of, measured
from risk.reports.book_parts import (
    CUTS,
    LATE_DAYS,
    Days,
    bridge_sheet,
    contributors_sheet,
    contributors_words,
    effects_sentence,
)
from risk.reports.queues import Waiting
from risk.reports.words import largest_contributors, moved_share, points
from risk.reports.work_parts import instants_of

DECIDED_DAYS = 30
# Beside a few bars a phone has room for no more.
MOST_BARS = 8


@dataclass(frozen=True)
class Figure:
    """One headline figure: its change, and where it stands against target and limit (None where there are none)."""

    label: str
    value: str
    change: str
    direction: str
    good: str
    hint: str
    url: str
    bound: Measured | None = None


@dataclass(frozen=True)
class ShownChart:
    """A chart with what its figure means and where the loans behind it are."""

    drawn: Any
    definition: str
    url: str


@dataclass(frozen=True)
class Board:
    """Everything the dashboard shows of the book of a day."""

    days: Days
    figures: list[Figure]
    charts: list[ShownChart]
    sentences: list[str]
    sheets: list[Sheet]
    cuts: list[tuple[str, Any]]
    cut: str


def days_of_board() -> Days | None:
    """Return the newest day of the book beside the one a month before, None without any."""
    day = last_day_of_book()
    if day is None:
        return None
    before = last_day_of_book(add_months(day.as_of_on, -1))
    return Days(day.as_of_on, before.as_of_on if before is not None else None)


def board(days: Days, cut: str, queues: Sequence[Waiting]) -> Board:
    """Return the dashboard of a day, its changes cut by grade, line or dealer, with the queues counted."""
    cut = cut if cut in CUTS else CUTS[0]
    ways = sides(dealer_names())
    side = ways[cut]
    rows = days.contributions(side) if days.has_before else []
    limits = limit_rows()
    sheets = [contributors_sheet(side, rows, days.on), bridge_sheet(days.bridge())] if rows else []
    return Board(
        days,
        [*headline_figures(days, limits), _queued(queues)],
        _charts(days, side, rows, limits),
        _sentences(days, side, rows),
        sheets,
        [(name, ways[name].label) for name in CUTS],
        cut,
    )


def headline_figures(days: Days, limits: list[LimitRow]) -> list[Figure]:
    """Return the first row: lateness, size, expected loss, coverage, approvals, limits."""
    breached = sum(row.use.free_fen < 0 for row in limits)
    now = measured({**figures_of(days), "breached_limits": breached}, days.on)
    before = figures_of(Days(days.before_on, None)) if days.before_on else {}
    return [
        _share(_("PAR %(days)d") % {"days": 30}, "par_30", now, before, loans_url(days.on, over=30)),
        _share(_("PAR %(days)d") % {"days": 90}, "par_90", now, before, loans_url(days.on, over=90)),
        _book(days),
        _loss(days, now, before),
        _coverage(now, before),
        _approval(days.on),
        Figure(
            _("Limits breached"),
            number(breached),
            "",
            "same",
            "",
            _("of %(count)s in force") % {"count": number(len(limits))},
            reverse("risk_limits"),
            now["breached_limits"],
        ),
    ]


def _queued(queues: Sequence[Waiting]) -> Figure:
    """Return what waits in all queues, with the age of the oldest."""
    ages = [one.oldest_days for one in queues if one.oldest_days is not None]
    hint = _("the oldest for %(days)s days") % {"days": number(max(ages))} if ages else _("nothing waits")
    return Figure(
        _("Waiting in queues"), number(sum(one.count for one in queues)), "", "same", "", hint, "#queues"
    )


def _share(label: str, code: str, now: dict[str, Measured], before: dict[str, int], url: str) -> Figure:
    value = now[code].value
    was = before.get(code)
    return Figure(
        label,
        percent(value),
        points(value - was) if was is not None else "",
        _direction(value, was),
        "down",
        now[code].bound_words,
        url,
        now[code],
    )


def _book(days: Days) -> Figure:
    now_fen, was_fen = days.figures.book.fen, days.figures_before.book.fen
    return Figure(
        _("On the book"),
        yuan(now_fen),
        yuan(now_fen - was_fen, sign=True) if days.has_before else "",
        _direction(now_fen, was_fen if days.has_before else None),
        "",
        _("%(count)s loans") % {"count": number(days.figures.book.loans)},
        loans_url(days.on),
    )


def _loss(days: Days, now: dict[str, Measured], before: dict[str, int]) -> Figure:
    found = _share(
        _("Expected loss"),
        "expected_loss",
        now,
        before,
        f"{reverse('risk_portfolio_stress')}?on={days.on.isoformat()}",
    )
    hint = f"{yuan(days.expected_loss_fen())} · {found.hint}"
    return Figure(
        found.label, found.value, found.change, found.direction, found.good, hint, found.url, found.bound
    )


def _coverage(now: dict[str, Measured], before: dict[str, int]) -> Figure:
    url = reverse("risk_portfolio_provisions")
    label = _("Coverage of bad loans")
    if "coverage" not in now:
        return Figure(label, "—", "", "same", "", _("there are no bad loans to cover"), url)
    value, was = now["coverage"].value, before.get("coverage")
    return Figure(
        label,
        percent(value),
        points(value - was) if was is not None else "",
        _direction(value, was),
        "up",
        now["coverage"].bound_words,
        url,
        now["coverage"],
    )


def _approval(on: dt.date) -> Figure:
    middle = on - dt.timedelta(days=DECIDED_DAYS)
    spans = ((middle + dt.timedelta(days=1), on), (middle - dt.timedelta(days=DECIDED_DAYS - 1), middle))
    now, before = (decided_between(*instants_of(*span)) for span in spans)
    return Figure(
        _("Approval rate, %(days)s days") % {"days": DECIDED_DAYS},
        percent(now.approval_ppm) if now.whole else "—",
        points(now.approval_ppm - before.approval_ppm) if _both(now, before) else "",
        _direction(now.approval_ppm, before.approval_ppm) if _both(now, before) else "same",
        "",
        _(
            "%(approved)s of %(whole)s decided; by the day of the decision, up to %(day)s, refusals by rules included"
        )
        % {"approved": number(now.approved), "whole": number(now.whole), "day": on.isoformat()},
        reverse("risk_case_statistics"),
    )


def _both(now: Decided, before: Decided) -> bool:
    return bool(now.whole and before.whole)


def _direction(now: int, before: int | None) -> str:
    return "same" if before is None or now == before else "up" if now > before else "down"


def _sentences(days: Days, side: Side, rows: list[Contribution]) -> list[str]:
    """Say what changed and who moved it."""
    if not days.has_before:
        return [_("There is no day a month before to compare with.")]
    now_ppm, was_ppm = days.figures.par_ppm(LATE_DAYS), days.figures_before.par_ppm(LATE_DAYS)
    found = largest_contributors(rows, now_ppm - was_ppm)
    said = [moved_share(_("PAR %(days)d") % {"days": LATE_DAYS}, was_ppm, now_ppm), effects_sentence(days)]
    return [*said, contributors_words(side, found)] if found else said


def _charts(days: Days, side: Side, rows: list[Contribution], limits: list[LimitRow]) -> list[ShownChart]:
    trend, late, classes = charts(days.figures, days.on)
    on = f"?on={days.on.isoformat()}"
    found = [
        ShownChart(
            trend,
            _("PAR 30, 60, 90: everything owed by loans over so many days late, as a share of the book."),
            f"{reverse('risk_portfolio')}{on}",
        )
    ]
    rising = [one for one in rows if one.change_ppm > 0][:MOST_BARS]
    if rising:
        found.append(
            ShownChart(
                bar_chart(
                    _("Where did PAR 30 rise?"),
                    [side.name(one.key) for one in rising],
                    [one.change_ppm for one in rising],
                    unit="percent",
                ),
                _("Late principal of each as a share of the whole book, now less a month before."),
                loans_url(days.on, over=LATE_DAYS),
            )
        )
    _sheet, rolls = analyses.roll_sheet(days.on)
    found += [
        ShownChart(
            rolls,
            _("The share of what a bucket owed when the month began that was later when it ended."),
            f"{reverse('risk_portfolio_migration')}{on}",
        ),
        ShownChart(
            late,
            _("Everything the loans still owe, by days past due of the oldest unpaid instalment."),
            loans_url(days.on, over=LATE_DAYS),
        ),
        ShownChart(
            classes,
            _("Five classes by days past due, restructuring and judgment, under the rule of the day."),
            f"{reverse('risk_portfolio_provisions')}{on}",
        ),
    ]
    if limits:
        found.append(_limits_chart(limits))
    return found


def _limits_chart(limits: list[LimitRow]) -> ShownChart:
    most = limits[:MOST_BARS]
    return ShownChart(
        bar_chart(
            _("Which limits are used most?"),
            [f"{row.limit.get_kind_display()} {row.side}" for row in most],
            [row.used_ppm for row in most],
            unit="percent",
            tone=2,
        ),
        _("Principal in repayment and in the market, as a share of the limit."),
        reverse("risk_limits"),
    )
