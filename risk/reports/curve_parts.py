"""What a report says of roll rates, vintages, expected loss and stress, from the same figures as their pages."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.web.formats import percent, yuan
from accounts.web.tables.sheets import PERCENT, TEXT, Head, Line, Sheet
from risk.domain.buckets import BUCKETS
from risk.domain.migration import RollRate
from risk.domain.shares import share_ppm
from risk.domain.stress import Outcome
from risk.domain.vintages import Vintage
from risk.portfolio import analyses
from risk.portfolio.labels import bucket_label, scenario_label
from risk.reports.book_parts import Days
from risk.reports.parts import Chart, Month, Series, Told
from risk.reports.words import moved_share

VINTAGE_DAYS = 30
VINTAGE_ROWS, VINTAGE_AGES = 6, 7
# From this age on two months of paying out are worth comparing.
COMPARED_AGE = 3


def read_rolls(month: Month) -> list[list[RollRate]] | None:
    """Return the roll rates of the month and of the one before."""
    if month.before_on is None:
        return None
    ends = [pair for pair in analyses.roll_months(month.last_on) if pair[1] <= month.last_on]
    before = [pair for pair in ends if pair[1] == month.before_on]
    return analyses.rolls_of([*before, (month.before_on, month.last_on)])


def tell_rolls(months: list[list[RollRate]]) -> Told:
    """Say how much of each bucket got worse within the month, beside the month before."""
    now = months[-1]
    before = months[0] if len(months) > 1 else None
    sentences = [
        moved_share(
            _("The share of “%(bucket)s” that got worse within the month") % {"bucket": bucket_label(at)},
            before[at].worse_ppm if before and before[at].opening_fen else None,
            now[at].worse_ppm,
        )
        for at in (0, 1)
        if now[at].opening_fen
    ]
    labels = [bucket_label(at) for at in range(len(BUCKETS) - 1)]
    lines = [Line([labels[at], now[at].opening_fen, *_shares_of(now[at])]) for at in range(len(labels))]
    heads = [
        Head(_("Bucket"), TEXT),
        Head(_("Owed when the month began")),
        Head(_("Got worse"), PERCENT),
        Head(_("Stayed"), PERCENT),
        Head(_("Got better"), PERCENT),
        Head(_("Repaid"), PERCENT),
    ]
    sheet = Sheet("rolls", _("What became of each bucket within the month?"), heads, lines)
    chart = Chart(
        _("How much of each bucket got worse?"),
        "bar",
        labels,
        [Series(_("Got worse"), [analyses.worse_ppm_of(now[at]) for at in range(len(labels))])],
        "percent",
    )
    return Told(sentences, [chart], [sheet])


def _shares_of(rate: RollRate) -> list[int | None]:
    """Return what became of a bucket; of one that owed nothing there are no shares."""
    shares = [rate.worse_ppm, rate.same_ppm, rate.better_ppm, rate.repaid_ppm]
    return list(shares) if rate.opening_fen else [None] * len(shares)


def read_vintages(month: Month) -> list[Vintage] | None:
    """Return the newest months of paying out."""
    return analyses.vintages_of(month.last_on, VINTAGE_DAYS)[-VINTAGE_ROWS:] or None


def tell_vintages(found: list[Vintage]) -> Told:
    """Say whether newer months of paying out go bad sooner, at the same age."""
    whole, _chart = analyses.vintage_sheet(found, VINTAGE_DAYS, "amount")
    width = 3 + VINTAGE_AGES
    sheet = replace(
        whole,
        heads=whole.heads[:width],
        lines=[Line(line.values[:width]) for line in whole.lines],
    )
    old = [one for one in found if len(one.cells) > COMPARED_AGE]
    sentences = []
    if len(old) > 1:
        cells = [(f"{one.month:%Y-%m}", one.cells[COMPARED_AGE].amount_ppm) for one in old[-2:]]
        sentences.append(
            _(
                "Of what was paid out in %(newer)s, %(now)s had been over %(days)d days late by month %(age)d on book;"
                " of %(older)s it was %(before)s at the same age."
            )
            % {
                "newer": cells[1][0],
                "now": percent(cells[1][1]),
                "older": cells[0][0],
                "before": percent(cells[0][1]),
                "days": VINTAGE_DAYS,
                "age": COMPARED_AGE,
            }
        )
    return Told(sentences, (), [sheet])


def tell_losses(days: Days) -> Told:
    """Say what the book is expected to lose within a year, by grade."""
    now_fen, book_fen = days.expected_loss_fen(), days.figures.book.fen
    before_ppm = share_ppm(days.expected_loss_before_fen(), days.figures_before.book.fen)
    sentences = [
        moved_share(
            _("Expected loss within a year as a share of the book"),
            before_ppm if days.has_before else None,
            share_ppm(now_fen, book_fen),
        ),
        _("That is %(amount)s; on this platform the lenders bear it.") % {"amount": yuan(now_fen)}
        if not analyses.is_posted()
        else _("That is %(amount)s.") % {"amount": yuan(now_fen)},
    ]
    return Told(sentences, (), [analyses.loss_sheet(days.loans, days.on)])


def read_stress(days: Days) -> list[Outcome] | None:
    """Return the outcomes of the policy's scenarios for the month's end."""
    return analyses.outcomes_of(days.loans, days.on) if days.figures.book.fen else None


def tell_stress(rows: list[Outcome]) -> Told:
    """Say which scenario would cost most."""
    base = rows[0]
    worst = max(rows, key=lambda row: row.expected_loss_fen)
    sentences = [
        _(
            "The costliest scenario is “%(name)s”: expected loss would go from %(before)s to %(now)s, PAR 30"
            " to %(par)s."
        )
        % {
            "name": scenario_label(worst.code),
            "before": yuan(base.expected_loss_fen),
            "now": yuan(worst.expected_loss_fen),
            "par": percent(worst.par_30_ppm),
        }
    ]
    sheet, _charts = analyses.stress_sheet(rows)
    labels: list[Any] = [_("now"), *(str(at) for at in range(1, len(rows)))]
    chart = Chart(
        _("What would each scenario cost?"),
        "bar",
        labels,
        [Series(_("Expected loss"), [row.expected_loss_fen for row in rows])],
        sentence=_("Expected loss within a year; the numbers are those of the table below."),
    )
    return Told(sentences, [chart], [sheet])
