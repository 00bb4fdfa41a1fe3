"""What a report says of the book of two days: how it stands, where a change came from, what follows from it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.web.formats import number, percent, yuan
from accounts.web.tables.sheets import NUMBER, PERCENT, TEXT, YUAN, Head, Line, Sheet
from lending.models import Loan
from risk.domain.buckets import OVER
from risk.domain.classification import CLASSES
from risk.domain.concentration import largest, top_share_ppm
from risk.domain.contributions import (
    Bridge,
    Contribution,
    late_bridge,
    late_contributions,
    late_effects,
)
from risk.domain.expected_loss import expected_loss, exposures_of
from risk.domain.migration import BUCKET_COUNT, by_bucket, migration_matrix
from risk.domain.portfolio import BookFigures, LoanDay, book_by, book_figures
from risk.domain.shares import known_share_ppm, share_ppm
from risk.models import SnapshotDay
from risk.portfolio import analyses
from risk.portfolio.labels import class_label
from risk.portfolio.queries import loans_on, month_ends_of_book
from risk.portfolio.story import Side, bad_fen, dealer_names, loans_url, sides
from risk.reports.parts import Chart, Series, Told
from risk.reports.words import largest_contributors, moved_share, points

LATE_DAYS = 30
CUTS = ("grade", "line", "dealer")
TREND_MONTHS = 12
TOP = 10


@dataclass(frozen=True)
class Days:
    """The loans of a day and of an earlier one, each read once; a slice of the book is named by its loans."""

    on: dt.date
    before_on: dt.date | None
    loan_ids: frozenset[int] | None = None

    @cached_property
    def loans(self) -> list[LoanDay]:
        return self._kept(loans_on(self.on))

    @cached_property
    def loans_before(self) -> list[LoanDay]:
        return self._kept(loans_on(self.before_on)) if self.before_on else []

    @cached_property
    def figures(self) -> BookFigures:
        return book_figures(self.loans)

    @cached_property
    def figures_before(self) -> BookFigures:
        return book_figures(self.loans_before)

    @property
    def has_before(self) -> bool:
        return self.before_on is not None

    def _kept(self, loans: list[LoanDay]) -> list[LoanDay]:
        return loans if self.loan_ids is None else [one for one in loans if one.loan_id in self.loan_ids]

    def expected_loss_fen(self) -> int:
        """Return the expected loss of the later day, by the policy of that day."""
        return _loss_fen(self.loans, self.on)

    def expected_loss_before_fen(self) -> int:
        """Return the expected loss of the earlier day, by the policy of that day."""
        return _loss_fen(self.loans_before, self.before_on) if self.before_on else 0

    def provision_fen(self, reading: str) -> int:
        """Return the provision in a reading."""
        rule = analyses.provision_rule(self.on)
        return sum(one.total_fen for one in analyses.both_readings(self.figures, rule, None, None)[reading])

    def contributions(self, side: Side) -> list[Contribution]:
        """Return what each value of a side adds to the change of PAR 30."""
        before, now = (book_by(loans, side.value) for loans in (self.loans_before, self.loans))
        return late_contributions(before, now, LATE_DAYS)

    def bridge(self) -> Bridge:
        """Return how principal over 30 days late became what it is."""
        return late_bridge(
            *migration_matrix(self.loans_before, self.loans, by_bucket, BUCKET_COUNT), OVER[LATE_DAYS]
        )


def _loss_fen(loans: Sequence[LoanDay], on: dt.date) -> int:
    return sum(one.loss_fen for one in expected_loss(exposures_of(loans), analyses.loss_rule(on)))


def coverage_ppm(provision_fen: int, figures: BookFigures) -> int | None:
    """Return the provision as a share of the bad loans (拨备覆盖率), None without any."""
    return known_share_ppm(provision_fen, bad_fen(figures))


def tell_book(days: Days) -> Told:
    """Say how the book stands: size, lateness, classes, provisions in both readings."""
    now, before = days.figures, days.figures_before
    sentences = [_book_sentence(days)]
    sentences += [
        moved_share(
            _("PAR %(days)d") % {"days": late},
            before.par_ppm(late) if days.has_before else None,
            now.par_ppm(late),
        )
        for late in OVER
    ]
    sentences.append(
        _("%(amount)s is classed sub-standard or worse, %(share)s of the book.")
        % {"amount": yuan(bad_fen(now)), "share": percent(share_ppm(bad_fen(now), now.book.fen))}
    )
    return Told(
        sentences,
        [_trend_chart(days), _class_chart(now)] if days.loan_ids is None else [_class_chart(now)],
        [_figures_sheet(days), _class_sheet(days)],
        key={
            "book_fen": now.book.fen,
            "loans": now.book.loans,
            **{f"par_{late}_ppm": now.par_ppm(late) for late in OVER},
            "bad_fen": bad_fen(now),
            "expected_loss_fen": days.expected_loss_fen(),
        },
    )


def _book_sentence(days: Days) -> str:
    now = days.figures.book
    if not days.has_before:
        return _("At the close of %(day)s %(count)s loans owed %(amount)s.") % {
            "day": days.on.isoformat(),
            "count": number(now.loans),
            "amount": yuan(now.fen),
        }
    return _("At the close of %(day)s %(count)s loans owed %(amount)s, %(change)s since %(before)s.") % {
        "day": days.on.isoformat(),
        "count": number(now.loans),
        "amount": yuan(now.fen),
        "change": yuan(now.fen - days.figures_before.book.fen, sign=True),
        "before": days.before_on.isoformat() if days.before_on else "",
    }


def _trend_chart(days: Days) -> Chart:
    ends = month_ends_of_book(days.on, TREND_MONTHS)
    return Chart(
        _("Where did late principal go, month by month?"),
        "line",
        [f"{one.as_of_on:%Y-%m}" for one in ends],
        [Series(_("PAR %(days)d") % {"days": late}, [_par_ppm(one, late) for one in ends]) for late in OVER],
        "percent",
        _("Principal of loans over 30, 60 and 90 days late, as a share of the book at each month's end."),
    )


def _par_ppm(day: SnapshotDay, late: int) -> int | None:
    return known_share_ppm(sum(fen for _loans, fen in day.by_bucket[OVER[late] :]), day.book_fen)


def _class_chart(figures: BookFigures) -> Chart:
    return Chart(
        _("In which of the five classes does the book stand?"),
        "bar",
        [class_label(name) for name in CLASSES],
        [Series(_("Principal"), [figures.by_class[name].fen for name in CLASSES])],
    )


def _figures_sheet(days: Days) -> Sheet:
    """Return the headline figures of both days; amounts in one table, shares in words beside them."""
    now, before, has = days.figures, days.figures_before, days.has_before
    amounts = [
        (_("On the book"), now.book.fen, before.book.fen),
        *(
            (_("Over %(days)d days late") % {"days": late}, now.par(late).fen, before.par(late).fen)
            for late in OVER
        ),
        (_("Overdue principal"), now.overdue_fen, before.overdue_fen),
        (pgettext("amount", "Bad loans"), bad_fen(now), bad_fen(before)),
        (_("Written off, still owed"), now.written_off.fen, before.written_off.fen),
        (_("Recovered after write-off"), now.recovered_fen, before.recovered_fen),
        (_("Expected loss within a year"), days.expected_loss_fen(), days.expected_loss_before_fen()),
    ]
    lines = [
        Line(
            [
                label,
                was if has else None,
                value,
                value - was if has else None,
                share_ppm(value, now.book.fen),
            ]
        )
        for label, value, was in amounts
    ]
    heads = [
        Head(_("Figure"), TEXT),
        Head(_("A month before"), YUAN),
        Head(pgettext("figures", "Now"), YUAN),
        Head(pgettext("figures", "Change"), YUAN),
        Head(_("Share of the book"), PERCENT),
    ]
    return Sheet("headline", _("The book in figures"), heads, lines)


def _class_sheet(days: Days) -> Sheet:
    now, rule = days.figures, analyses.provision_rule(days.on)
    readings = analyses.both_readings(now, rule, None, None)
    rows = zip(CLASSES, *readings.values(), strict=True)
    lines = [
        Line(
            [
                class_label(name),
                now.by_class[name].loans,
                now.by_class[name].fen,
                one.total_fen,
                other.total_fen,
            ],
            urls={0: loans_url(days.on, five_class=name)} if days.loan_ids is None else {},
        )
        for name, one, other in rows
    ]
    sums = [sum(one.total_fen for one in readings[name]) for name in readings]
    lines.append(Line([pgettext("figures", "In all"), now.book.loans, now.book.fen, *sums], is_total=True))
    heads = [
        Head(_("Class"), TEXT),
        Head(_("Loans"), NUMBER),
        Head(_("Principal"), YUAN),
        Head(_("Provision, general on all"), YUAN),
        Head(_("Provision, general on normal"), YUAN),
    ]
    note = (
        ""
        if analyses.is_posted()
        else _(
            "Provisions are information only and never posted: the platform carries no credit risk, the lenders do."
        )
    )
    return Sheet("classes", _("The five classes and their provisions"), heads, lines, note=note)


def tell_contributors(days: Days) -> Told:
    """Say who moved PAR 30, by grade, line and dealer, and how late principal came and went."""
    change_ppm = days.figures.par_ppm(LATE_DAYS) - days.figures_before.par_ppm(LATE_DAYS)
    cuts = sides(dealer_names())
    sentences, sheets, charts = [], [], []
    for name in CUTS:
        side = cuts[name]
        rows = days.contributions(side)
        sentences.append(_contributors_sentence(days, side, rows, change_ppm))
        sheets.append(contributors_sheet(side, rows, days.on))
        if name == CUTS[0]:
            charts = _rise_charts(side, rows)
    bridge = days.bridge()
    sentences += [effects_sentence(days), _bridge_sentence(bridge)]
    return Told([one for one in sentences if one], charts, [*sheets, bridge_sheet(bridge)])


def _contributors_sentence(days: Days, side: Side, rows: Sequence[Contribution], change_ppm: int) -> str:
    moved = moved_share(
        _("PAR %(days)d") % {"days": LATE_DAYS},
        days.figures_before.par_ppm(LATE_DAYS),
        days.figures.par_ppm(LATE_DAYS),
    )
    found = largest_contributors(rows, change_ppm)
    is_first = side.key == CUTS[0]
    if not found:
        return moved if is_first else ""
    words = contributors_words(side, found)
    return _("%(moved)s %(words)s") % {"moved": moved, "words": words} if is_first else words


def contributors_words(side: Side, found: Sequence[Contribution]) -> str:
    """Say who moved PAR 30 most."""
    names = pgettext("between the names of a list", "; ").join(
        _("%(name)s %(points)s") % {"name": side.name(one.key), "points": points(one.change_ppm)}
        for one in found
    )
    return _("Largest contributors by %(side)s: %(names)s.") % {
        "side": str(side.label).lower(),
        "names": names,
    }


def effects_sentence(days: Days) -> str:
    """Say how much of the change late principal made, and how much the size of the book it is measured against."""
    effects = late_effects(days.figures_before, days.figures, LATE_DAYS)
    return _(
        "Late principal itself made %(late)s of the change, the size of the book, which went from %(before)s to"
        " %(now)s, made %(size)s."
    ) % {
        "late": points(effects.late_ppm),
        "size": points(effects.size_ppm),
        "before": yuan(days.figures_before.book.fen),
        "now": yuan(days.figures.book.fen),
    }


def _rise_charts(side: Side, rows: Sequence[Contribution]) -> list[Chart]:
    rising = [one for one in rows if one.change_ppm > 0]
    if not rising:
        return []
    return [
        Chart(
            _("Where did PAR 30 rise?"),
            "bar",
            [side.name(one.key) for one in rising],
            [Series(_("Added to PAR 30"), [one.change_ppm for one in rising])],
            "percent",
            _("Percentage points each grade added; those that took away from it stand in the table."),
        )
    ]


def contributors_sheet(side: Side, rows: Sequence[Contribution], on: dt.date) -> Sheet:
    """Return who contributed what; the last column sums to the change of PAR 30."""
    lines = [
        Line(
            [side.name(one.key), one.before_fen, one.now_fen, one.now_fen - one.before_fen, one.change_ppm],
            urls={0: loans_url(on, over=LATE_DAYS, **{side.key: one.key})},
        )
        for one in rows
    ]
    sums = [sum(one.before_fen for one in rows), sum(one.now_fen for one in rows)]
    whole = [pgettext("figures", "In all"), *sums, sums[1] - sums[0], sum(one.change_ppm for one in rows)]
    heads = [
        Head(side.label, TEXT),
        Head(_("Over 30 days late before"), YUAN),
        Head(_("Over 30 days late now"), YUAN),
        Head(pgettext("figures", "Change"), YUAN),
        Head(_("Points of PAR 30"), PERCENT),
    ]
    return Sheet(
        f"contributors-{side.key}",
        _("Who moved PAR 30, by %(side)s") % {"side": str(side.label).lower()},
        heads,
        [*lines, Line(whole, is_total=True)],
        note=_(
            "Late principal as a share of the whole book, now less before; the points sum to the change of PAR 30."
        ),
    )


def _bridge_sentence(bridge: Bridge) -> str:
    return _(
        "Principal over 30 days late went from %(opening)s to %(closing)s: %(came)s became so late, %(cured)s came"
        " back, %(repaid)s was repaid and %(off)s written off."
    ) % {
        "opening": yuan(bridge.opening_fen),
        "closing": yuan(bridge.closing_fen),
        "came": yuan(bridge.rolled_in_fen + bridge.fresh_fen),
        "cured": yuan(bridge.cured_fen),
        "repaid": yuan(bridge.repaid_fen),
        "off": yuan(bridge.written_off_fen),
    }


def bridge_sheet(bridge: Bridge) -> Sheet:
    """Return the way of late principal, line by line to its closing amount."""
    rows = [
        (_("Over 30 days late before"), bridge.opening_fen),
        (_("Became so late"), bridge.rolled_in_fen),
        (_("Paid out since and already so late"), bridge.fresh_fen),
        (_("Came back to 30 days or less"), -bridge.cured_fen),
        (_("Repaid or waived"), -bridge.repaid_fen),
        (_("Written off"), -bridge.written_off_fen),
    ]
    lines = [Line([label, fen]) for label, fen in rows]
    lines.append(Line([_("Over 30 days late now"), bridge.closing_fen], is_total=True))
    heads = [Head(_("Way"), TEXT), Head(_("Amount"), YUAN)]
    return Sheet("late-bridge", _("How did late principal come and go?"), heads, lines)


def tell_concentration(days: Days, borrowers: dict[Any, int]) -> Told:
    """Say how much of the book hangs on few borrowers, dealers and regions; borrowers have no names here."""
    cuts = sides(dealer_names())
    top_ppm = top_share_ppm(borrowers, TOP)
    first = largest(borrowers, 1)
    sentences = [
        _("The ten largest borrowers owe %(share)s of the book, the largest one %(largest)s.")
        % {"share": percent(top_ppm), "largest": percent(first[0].share_ppm if first else 0)}
    ]
    sheets = [_holdings_sheet("borrowers", _("Borrower, by size"), borrowers, str, days.on)]
    for key in ("dealer", "region"):
        side = cuts[key]
        sums = {value: one.book.fen for value, one in book_by(days.loans, side.value).items()}
        if key == "dealer":
            sums.pop(0, None)
        rows = largest(sums, 1)
        if rows:
            sentences.append(
                _("By %(side)s, %(name)s is the largest: %(amount)s, %(share)s of what all of them owe.")
                % {
                    "side": str(side.label).lower(),
                    "name": side.name(rows[0].key),
                    "amount": yuan(rows[0].fen),
                    "share": percent(rows[0].share_ppm),
                }
            )
        sheets.append(_holdings_sheet(key, side.label, sums, side.name, days.on, key))
    return Told(sentences, (), sheets, key={"top_ten_ppm": top_ppm})


def _holdings_sheet(
    name: str, label: Any, sums: dict[Any, int], say: Any, on: dt.date, key: str = ""
) -> Sheet:
    lines = [
        Line(
            [say(one.key) if key else str(place), one.fen, one.share_ppm],
            urls={0: loans_url(on, **{key: one.key})} if key else {},
        )
        for place, one in enumerate(largest(sums, TOP), start=1)
    ]
    heads = [Head(label, TEXT), Head(_("Principal"), YUAN), Head(_("Share"), PERCENT)]
    return Sheet(f"top-{name}", _("The ten largest: %(side)s") % {"side": label}, heads, lines)


def owed_by_borrower(loans: Sequence[LoanDay]) -> dict[Any, int]:
    """Return what each borrower owes in fen, by an id that stays inside."""
    owed = {one.loan_id: one.outstanding_fen for one in loans if one.is_on_book}
    sums: dict[Any, int] = {}
    # The ids are taken in slices: a statement has only so many parameters.
    ids = list(owed)
    for start in range(0, len(ids), 500):
        rows = Loan.objects.filter(pk__in=ids[start : start + 500]).values_list("pk", "borrower")
        for pk, borrower in rows:
            sums[borrower] = sums.get(borrower, 0) + owed[pk]
    return sums
