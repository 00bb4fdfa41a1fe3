"""Migration, roll rates, vintages, provisions, expected loss and stress of a day, as their pages tell them."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.rules import rule, rule_value
from accounts.web.charts import Series, bar_chart, line_chart, stacked_bar_chart
from accounts.web.tables.sheets import BETTER, NUMBER, PERCENT, TEXT, YUAN, Head, Line, Sheet
from finance.domain.money import PPM
from lending.domain.due_dates import add_months
from risk.domain.buckets import BUCKETS, OVER
from risk.domain.classification import CLASSES
from risk.domain.expected_loss import LossRule, expected_loss, exposures_of
from risk.domain.migration import BUCKET_COUNT, MatrixRow, RollRate, by_bucket, migration_matrix, roll_rates
from risk.domain.portfolio import BookFigures, LoanDay
from risk.domain.provisions import ON_ALL, ON_NORMAL, ClassProvision, ProvisionRule, provisions
from risk.domain.shares import known_share_ppm
from risk.domain.stress import Outcome, Scenario, run_scenario
from risk.domain.vintages import Vintage, month_end, vintages
from risk.models import SnapshotDay
from risk.portfolio.labels import bucket_label, class_label, scenario_label
from risk.portfolio.queries import loans_on, vintage_loans
from risk.portfolio.sheets import shade_of
from risk.portfolio.story import loans_url

ROLL_MONTHS = 6
VINTAGE_MONTHS = 18
SHADES = (0, 10_000, 30_000, 60_000, 100_000)
MOVED_STEPS = (0, 50_000, 200_000, 500_000, 800_000)
# A past day never changes, so what was worked out of it may be kept for long.
KEPT_SECONDS = 7 * 24 * 3600
NO_RATES = [RollRate(at, 0, 0, 0, 0, 0) for at in range(BUCKET_COUNT)]


def by_class(loan: LoanDay) -> int:
    """Return the place of a loan's class."""
    return CLASSES.index(loan.five_class)


def matrix_of(from_on: dt.date, to_on: dt.date, of: str) -> tuple[list[MatrixRow], MatrixRow]:
    """Return the migration between two days, by bucket or by class."""
    place, places = (by_class, len(CLASSES)) if of == "class" else (by_bucket, BUCKET_COUNT)
    return migration_matrix(loans_on(from_on), loans_on(to_on), place, places)


def matrix_sheet(from_on: dt.date, to_on: dt.date, of: str) -> Sheet:
    """Return where the book of one day stood on another; each row sums to its opening amount."""
    rows, fresh = matrix_of(from_on, to_on, of)
    label = (lambda at: class_label(CLASSES[at])) if of == "class" else bucket_label
    key = "five_class" if of == "class" else "bucket"
    value: Any = (lambda at: CLASSES[at]) if of == "class" else (lambda at: at)
    lines = [
        Line(
            [label(at), row.opening_loans, row.opening_fen, *row.to_fen, row.repaid_fen, row.written_off_fen],
            urls={0: loans_url(from_on, **{key: value(at)})},
            shades={3 + to: _moved_shade(at, to, row) for to in range(len(rows))},
        )
        for at, row in enumerate(rows)
    ]
    lines.append(Line([_("Paid out since"), None, None, *fresh.to_fen, None, None]))
    totals = [sum(row.to_fen[at] for row in [*rows, fresh]) for at in range(len(rows))]
    lines.append(
        Line(
            [
                pgettext("figures", "In all"),
                sum(row.opening_loans for row in rows),
                sum(row.opening_fen for row in rows),
                *totals,
                sum(row.repaid_fen for row in rows),
                sum(row.written_off_fen for row in rows),
            ],
            is_total=True,
        )
    )
    heads = [
        Head(_("Stood on %(day)s") % {"day": from_on.isoformat()}, TEXT),
        Head(_("Loans"), NUMBER),
        Head(_("Principal then"), YUAN),
        *(Head(label(at), YUAN) for at in range(len(rows))),
        Head(_("Repaid or waived"), YUAN),
        Head(_("Written off"), YUAN),
    ]
    title = _("Where it stands on %(day)s") % {"day": to_on.isoformat()}
    note = _(
        "Read along a row: left of its own column is what got better, in green; right of it what got worse, the darker "
        "the larger its share. What stayed has no colour."
    )
    return Sheet(f"migration-by-{of}", title, heads, lines, note=note)


def _moved_shade(at: int, to: int, row: MatrixRow) -> int | str:
    """Return the ground of what moved: only what got worse looks like an alarm."""
    if to == at or not row.to_fen[to]:
        return 0
    return BETTER if to < at else shade_of(row.to_fen[to] * PPM // row.opening_fen, MOVED_STEPS)


def roll_months(on: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return the last months as pairs of days: each month's end, and the day itself against a month before."""
    ends = [month_end(on.replace(day=1), -back) for back in range(ROLL_MONTHS, 0, -1)]
    pairs = list(pairwise(ends))
    return [*pairs, (ends[-1], on)] if on > ends[-1] else pairs


def rolls_of(pairs: Sequence[tuple[dt.date, dt.date]]) -> list[list[RollRate]]:
    """Return the roll rates between pairs of closed days, each worked out once; a day without a book has none."""
    days = {day for pair in pairs for day in pair}
    digests = dict(SnapshotDay.objects.filter(as_of_on__in=days).values_list("as_of_on", "digest"))
    keys = {
        pair: f"risk.rolls:{pair[0]}:{digests[pair[0]][:24]}:{pair[1]}:{digests[pair[1]][:24]}"
        for pair in pairs
        if all(day in digests for day in pair)
    }
    kept = cache.get_many(keys.values())
    found = []
    for pair in pairs:
        rates = kept.get(keys[pair]) if pair in keys else [tuple(one) for one in NO_RATES]
        if rates is None:
            rates = [tuple(one) for one in roll_rates(matrix_of(*pair, "bucket")[0])]
            cache.set(keys[pair], rates, KEPT_SECONDS)
        found.append([RollRate(*one) for one in rates])
    return found


def worse_ppm_of(rate: RollRate) -> int | None:
    """Return the share that got worse; of a bucket that owed nothing there is none."""
    return rate.worse_ppm if rate.opening_fen else None


def roll_sheet(on: dt.date) -> tuple[Sheet, Any]:
    """Return the share of each bucket that got worse, month by month, and the chart of it."""
    pairs = roll_months(on)
    months = rolls_of(pairs)
    heads = [
        Head(_("Bucket"), TEXT),
        *(Head(f"{to_on:%Y-%m}", PERCENT) for _from_on, to_on in pairs),
    ]
    lines = [
        Line(
            [bucket_label(at), *(worse_ppm_of(rates[at]) for rates in months)],
            shades={1 + n: shade_of(rates[at].worse_ppm, MOVED_STEPS) for n, rates in enumerate(months)},
        )
        for at in range(len(BUCKETS) - 1)
    ]
    sheet = Sheet(
        "roll-rates",
        _("How much of each bucket rolled into a worse one?"),
        heads,
        lines,
        note=_(
            "Share of what a bucket owed when the month began that was later when it ended, or written off."
        ),
    )
    chart = line_chart(
        _("Is more of the book rolling on?"),
        [f"{to_on:%Y-%m}" for _from_on, to_on in pairs],
        [Series(bucket_label(at), [worse_ppm_of(rates[at]) for rates in months]) for at in (0, 1, 2, 3)],
        sentence=_("Each line is the share of a bucket that got worse within the month."),
    )
    return sheet, chart


def vintages_of(on: dt.date, over: int) -> list[Vintage]:
    """Return the newest vintages up to a day; bad is over so many days late."""
    return vintages(vintage_loans(on, OVER[over]), on)[-VINTAGE_MONTHS:]


def vintage_sheet(found: Sequence[Vintage], over: int, by: str) -> tuple[Sheet, Any]:
    """Return the cumulative share gone bad by month on book, by count or by amount, and the chart of it."""
    longest = max((len(one.cells) for one in found), default=0)
    ages = range(longest)

    def share(vintage: Vintage, age: int) -> int | None:
        if age >= len(vintage.cells):
            return None
        cell = vintage.cells[age]
        return cell.count_ppm if by == "count" else cell.amount_ppm

    heads = [
        Head(_("Month paid out"), TEXT),
        Head(_("Loans"), NUMBER),
        Head(_("Principal"), YUAN),
        *(Head(str(age), PERCENT) for age in ages),
    ]
    lines = [
        Line(
            [f"{one.month:%Y-%m}", one.loans, one.principal_fen, *(share(one, age) for age in ages)],
            shades={3 + age: shade_of(share(one, age), SHADES) for age in ages},
        )
        for one in found
    ]
    sheet = Sheet(
        f"vintages-over-{over}-by-{by}",
        _("Share gone bad by month on book"),
        heads,
        lines,
        note=_("Bad from the first day over %(days)d days late; month 0 is the month of paying out.")
        % {"days": over},
    )
    chart = line_chart(
        _("Do newer loans go bad sooner?"),
        [str(age) for age in ages],
        [
            Series(f"{one.month:%Y-%m}", [share(one, age) for age in ages])
            for one in found
            if len(one.cells) > 1
        ],
        sentence=_("Each line is a month of paying out, over the months on book as far as they have ended."),
    )
    return sheet, chart


def provision_rule(on: dt.date) -> ProvisionRule:
    """Return the shares of the rule that holds on a day (RULES provision)."""
    return ProvisionRule(**rule_value("provision", on=on))


def is_posted() -> bool:
    """Tell whether provisions belong in the books at all: a platform that lends nothing carries none."""
    return settings.RULE_PACK != "cn-p2p-2016"


def balances_of(figures: BookFigures) -> dict[str, int]:
    """Return the balance of each class in fen."""
    return {name: figures.by_class[name].fen for name in CLASSES}


def both_readings(
    figures: BookFigures, rule: ProvisionRule, substandard_ppm: int | None, doubtful_ppm: int | None
) -> dict[str, list[ClassProvision]]:
    """Return the provisions in either reading, with the shares chosen for the two classes in the middle."""
    return {
        reading: provisions(
            balances_of(figures),
            rule,
            reading=reading,
            substandard_ppm=substandard_ppm,
            doubtful_ppm=doubtful_ppm,
        )
        for reading in (ON_ALL, ON_NORMAL)
    }


def provision_sheet(rows: Sequence[ClassProvision], reading: str, on: dt.date) -> Sheet:
    """Return the provision of each class and in all."""
    lines = [
        Line(
            [
                class_label(row.five_class),
                row.balance_fen,
                row.general_fen,
                row.special_ppm,
                row.special_fen,
                row.total_fen,
            ],
            urls={0: loans_url(on, five_class=row.five_class)},
        )
        for row in rows
    ]
    sums = [
        sum(getattr(row, name) for row in rows)
        for name in ("balance_fen", "general_fen", "special_fen", "total_fen")
    ]
    lines.append(
        Line([pgettext("figures", "In all"), sums[0], sums[1], None, sums[2], sums[3]], is_total=True)
    )
    heads = [
        Head(_("Class"), TEXT),
        Head(_("Balance"), YUAN),
        Head(_("General provision"), YUAN),
        Head(_("Special share"), PERCENT),
        Head(_("Special provision"), YUAN),
        Head(_("Provision"), YUAN),
    ]
    title = _("General on all balances") if reading == ON_ALL else _("General on normal balances alone")
    return Sheet(f"provisions-{reading}", title, heads, lines)


def loss_rule(on: dt.date) -> LossRule:
    """Return the policy's parameters of expected loss on a day."""
    value = rule_value("loss.expected", on=on)
    return LossRule(value["default_ppm"], value["late_default_ppm"], value["loss_ppm"])


def loss_sheet(loans: Sequence[LoanDay], on: dt.date) -> Sheet:
    """Return the expected loss by grade."""
    rows = expected_loss(exposures_of(loans), loss_rule(on))
    lines = [
        Line(
            [row.grade, row.exposure_fen, row.loss_fen, known_share_ppm(row.loss_fen, row.exposure_fen)],
            urls={0: loans_url(on, grade=row.grade)},
        )
        for row in rows
    ]
    whole_fen, loss_fen = sum(row.exposure_fen for row in rows), sum(row.loss_fen for row in rows)
    lines.append(
        Line(
            [pgettext("figures", "In all"), whole_fen, loss_fen, known_share_ppm(loss_fen, whole_fen)],
            is_total=True,
        )
    )
    heads = [
        Head(_("Grade"), TEXT),
        Head(_("Exposure"), YUAN),
        Head(_("Expected loss"), YUAN),
        Head(_("Share of the exposure"), PERCENT),
    ]
    return Sheet("expected-loss", _("Expected loss within a year by grade"), heads, lines)


def outcomes_of(loans: Sequence[LoanDay], on: dt.date) -> list[Outcome]:
    """Return the book as it is and under each scenario of the policy; roll rates are those of the last month."""
    policy, [rates] = loss_rule(on), rolls_of([(add_months(on, -1), on)])
    scenarios = [
        Scenario("as_it_is"),
        *(Scenario(**one) for one in rule_value("stress.scenarios", on=on)["scenarios"]),
    ]
    return [run_scenario(loans, one, policy, rates) for one in scenarios]


def stress_sheet(rows: Sequence[Outcome]) -> tuple[Sheet, list[Any]]:
    """Return the outcomes side by side, and the charts of them."""
    base = rows[0]
    lines = [
        Line(
            [
                f"{at} · {scenario_label(row.code)}" if at else scenario_label(row.code),
                row.affected_fen,
                row.book_fen,
                row.over_30_fen,
                row.par_30_ppm,
                row.expected_loss_fen,
                row.expected_loss_fen - base.expected_loss_fen,
            ],
            is_total=row is base,
        )
        for at, row in enumerate(rows)
    ]
    heads = [
        Head(_("Scenario"), TEXT),
        Head(_("Moved by it"), YUAN),
        Head(_("On the book"), YUAN),
        Head(_("Over 30 days late"), YUAN),
        Head(_("PAR %(days)d") % {"days": 30}, PERCENT),
        Head(_("Expected loss"), YUAN),
        Head(_("More than as it is"), YUAN),
    ]
    sheet = Sheet("stress", _("Scenarios side by side"), heads, lines)
    labels = [_("now"), *(str(at) for at in range(1, len(rows)))]
    return sheet, [
        bar_chart(
            _("What would each scenario cost?"),
            labels,
            [row.expected_loss_fen for row in rows],
            sentence=_("Expected loss within a year; the numbers are those of the table below."),
            tone=3,
        ),
        bar_chart(
            _("How far would PAR 30 rise?"), labels, [row.par_30_ppm for row in rows], unit="percent", tone=2
        ),
    ]


def provision_chart(rows: Sequence[ClassProvision]) -> Any:
    """Draw the provision of each class, general and special part."""
    return stacked_bar_chart(
        _("Where does the provision come from?"),
        [class_label(row.five_class) for row in rows],
        [
            Series(_("General provision"), [row.general_fen for row in rows], 1),
            Series(_("Special provision"), [row.special_fen for row in rows], 3),
        ],
    )


def stress_rules(on: dt.date) -> dict[str, Any]:
    """Return the policies behind the figures, to be explained on the page."""
    return {"loss_policy": rule("loss.expected", on=on), "stress_policy": rule("stress.scenarios", on=on)}
