"""The book of a day as its page tells it: headline figures with their change, charts that answer a question, tables."""

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Dealer
from accounts.web.charts import Part, Series, bar_chart, line_chart, share_bar
from accounts.web.formats import number, percent, yuan
from accounts.web.tables.sheets import NUMBER, PERCENT, TEXT, YUAN, Head, Line, Sheet
from lending.domain.due_dates import add_months
from risk.domain.buckets import BUCKETS, OVER
from risk.domain.classification import BAD, CLASSES
from risk.domain.portfolio import BookFigures, LoanDay, Tally, book_by, book_figures
from risk.domain.shares import known_share_ppm, share_ppm
from risk.models import SnapshotDay
from risk.portfolio.labels import bucket_label, class_label, line_label, region_label, term_label
from risk.portfolio.queries import last_day_of_book, loans_on, month_ends_of_book

MONTHS = 12


@dataclass(frozen=True)
class Headline:
    """One figure with what it means, how it changed and where its loans are."""

    label: Any
    value: str
    hint: Any = ""
    change: Any = ""
    direction: str = "same"
    good: str = ""
    url: str = ""


@dataclass(frozen=True)
class Side:
    """A way to cut the book; `key` is the parameter of the list of loans."""

    key: str
    label: Any
    value: Callable[[LoanDay], Hashable]
    name: Callable[[Any], str]


def sides(dealers: dict[int, str]) -> dict[str, Side]:
    """Return the ways the book is cut."""
    return {
        "grade": Side("grade", _("Grade"), lambda loan: loan.grade, str),
        "line": Side("line", _("Line of business"), lambda loan: loan.line, line_label),
        "dealer": Side(
            "dealer",
            _("Dealer"),
            lambda loan: loan.dealer_id or 0,
            lambda pk: dealers.get(pk, _("No dealer")),
        ),
        "region": Side("region", _("Region"), lambda loan: loan.region, region_label),
        "term": Side("term", _("Term"), lambda loan: loan.periods, term_label),
        "month": Side(
            "month",
            _("Month paid out"),
            lambda loan: loan.disbursed_on.strftime("%Y-%m"),
            str,
        ),
    }


def dealer_names() -> dict[int, str]:
    """Return the dealers' legal names by id."""
    return dict(Dealer.objects.order_by("pk").values_list("pk", "organisation__legal_name"))


def loans_url(on: dt.date, **wanted: Any) -> str:
    """Return the address of the list of the loans behind a figure."""
    return f"{reverse('risk_portfolio_loans')}?{urlencode({'on': on.isoformat(), **wanted})}"


def bad_fen(figures: BookFigures) -> int:
    """Return what loans classed sub-standard or worse owe."""
    return sum(figures.by_class[name].fen for name in BAD)


def headlines(figures: BookFigures, on: dt.date) -> list[Headline]:
    """Return the first row of the page; changes are against the same day a month before."""
    before = last_day_of_book(add_months(on, -1))
    since = before.as_of_on.isoformat() if before else ""
    book_fen, was_fen = figures.book.fen, before.book_fen if before else 0
    found = [
        Headline(
            _("On the book"),
            yuan(book_fen),
            _("%(count)s loans") % {"count": number(figures.book.loans)},
            _("%(change)s since %(day)s") % {"change": yuan(book_fen - was_fen, sign=True), "day": since}
            if before
            else "",
            _direction(book_fen, was_fen),
            url=loans_url(on),
        )
    ]
    for days in (30, 60, 90):
        tally = figures.par(days)
        was_ppm = share_ppm(_over_fen(before, days), was_fen) if before else None
        found.append(
            _share(
                _("PAR %(days)d") % {"days": days},
                figures.par_ppm(days),
                was_ppm,
                since,
                _("%(amount)s of loans over %(days)d days late") % {"amount": yuan(tally.fen), "days": days},
                loans_url(on, over=days),
            )
        )
    was_bad = share_ppm(sum(before.by_class[name][1] for name in BAD), was_fen) if before else None
    found.append(
        _share(
            _("Bad loans"),
            share_ppm(bad_fen(figures), book_fen),
            was_bad,
            since,
            _("%(amount)s classed sub-standard or worse") % {"amount": yuan(bad_fen(figures))},
            loans_url(on, five_class="bad"),
        )
    )
    found.append(
        Headline(
            _("Written off"),
            yuan(figures.written_off.fen),
            _("still owed; %(amount)s recovered") % {"amount": yuan(figures.recovered_fen)},
            url=loans_url(on, status="written_off"),
        )
    )
    return found


def _share(label: Any, ppm: int, was_ppm: int | None, since: str, hint: Any, url: str) -> Headline:
    change = ""
    if was_ppm is not None:
        points = percent(ppm - was_ppm, sign=True).removesuffix("%")
        change = _("%(points)s points since %(day)s") % {"points": points, "day": since}
    return Headline(label, percent(ppm), hint, change, _direction(ppm, was_ppm or 0), "down", url)


def _direction(now: int, before: int) -> str:
    return "same" if now == before else "up" if now > before else "down"


def _over_fen(day: SnapshotDay, days: int) -> int:
    return sum(fen for _loans, fen in day.by_bucket[OVER[days] :])


def charts(figures: BookFigures, on: dt.date) -> list[Any]:
    """Return the charts of the page."""
    ends = month_ends_of_book(on, MONTHS)
    labels = [f"{one.as_of_on:%Y-%m}" for one in ends]
    trend = line_chart(
        _("Where did late principal go, month by month?"),
        labels,
        [
            Series(
                _("PAR %(days)d") % {"days": days},
                [known_share_ppm(_over_fen(one, days), one.book_fen) for one in ends],
            )
            for days in (30, 60, 90)
        ],
        sentence=_(
            "Principal of loans over 30, 60 and 90 days late, as a share of the book at each month's end."
        ),
    )
    late = bar_chart(
        _("How late is what is late?"),
        [one.code for one in BUCKETS[1:]],
        [one.fen for one in figures.by_bucket[1:]],
        sentence=_("Everything the loans still owe by days past due; what is not late is left out."),
        tone=3,
    )
    classes = share_bar(
        _("In which of the five classes does the book stand?"),
        [Part(class_label(name), figures.by_class[name].fen) for name in CLASSES],
    )
    return [trend, late, classes]


def side_sheet(loans: Sequence[LoanDay], side: Side, on: dt.date) -> Sheet:
    """Return the book cut by a side; its rows sum to the book."""
    groups = book_by(loans, side.value)
    whole = book_figures(loans)
    lines = [
        Line(_side_values(side.name(value), figures, whole), urls={0: loans_url(on, **{side.key: value})})
        for value, figures in sorted(groups.items(), key=lambda one: (-one[1].book.fen, str(one[0])))
    ]
    lines.append(Line(_side_values(pgettext("figures", "In all"), whole, whole), is_total=True))
    heads = [
        Head(side.label, TEXT),
        Head(_("Loans"), NUMBER),
        Head(_("Principal"), YUAN),
        Head(_("Share of the book"), PERCENT),
        Head(_("Overdue principal"), YUAN),
        *(Head(_("PAR %(days)d") % {"days": days}, PERCENT) for days in (30, 60, 90)),
        Head(_("Bad loans"), PERCENT),
    ]
    return Sheet(f"book-by-{side.key}", _("The book by %(side)s") % {"side": side.label}, heads, lines)


def _side_values(name: str, figures: BookFigures, whole: BookFigures) -> list[Any]:
    return [
        name,
        figures.book.loans,
        figures.book.fen,
        share_ppm(figures.book.fen, whole.book.fen),
        figures.overdue_fen,
        *(figures.par_ppm(days) for days in (30, 60, 90)),
        share_ppm(bad_fen(figures), figures.book.fen),
    ]


def class_sheet(figures: BookFigures, on: dt.date) -> Sheet:
    """Return the book by class."""
    lines = [
        _line(class_label(name), figures.by_class[name], figures, loans_url(on, five_class=name))
        for name in CLASSES
    ]
    return _whole_book("book-by-class", _("The five classes"), _("Class"), lines, figures)


def bucket_sheet(figures: BookFigures, on: dt.date) -> Sheet:
    """Return the book by days past due."""
    lines = [
        _line(bucket_label(at), one, figures, loans_url(on, bucket=at))
        for at, one in enumerate(figures.by_bucket)
    ]
    return _whole_book("book-by-days", _("Days past due"), _("Days past due"), lines, figures)


def _line(label: Any, part: Tally, figures: BookFigures, url: str) -> Line:
    return Line([label, part.loans, part.fen, share_ppm(part.fen, figures.book.fen)], urls={0: url})


def _whole_book(name: str, title: Any, head: Any, lines: list[Line], figures: BookFigures) -> Sheet:
    """Return a sheet whose lines are parts of the book, with the book itself as the sum."""
    book = figures.book
    whole = [pgettext("figures", "In all"), book.loans, book.fen, share_ppm(book.fen, book.fen)]
    heads = [
        Head(head, TEXT),
        Head(_("Loans"), NUMBER),
        Head(_("Principal"), YUAN),
        Head(_("Share of the book"), PERCENT),
    ]
    return Sheet(name, title, heads, [*lines, Line(whole, is_total=True)])


def book_of(on: dt.date) -> tuple[list[LoanDay], BookFigures]:
    """Return the loans of a day and their figures."""
    loans = loans_on(on)
    return loans, book_figures(loans)
