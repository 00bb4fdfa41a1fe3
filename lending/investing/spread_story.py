"""How the spread of a portfolio is told: bars with words, and shares that sum to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.web.charts import Part, share_bar
from accounts.web.formats import percent
from finance.domain.money import PPM, split
from lending.labels import GRADE_HINTS, periods_label
from lending.models.product import ProductLine
from lending.queries.spread import Slice, largest_borrowers, spread_by, spread_by_dealer

# A share is told to a tenth of a per cent.
TENTHS = 1000
TERMS = ((1, 6), (7, 12), (13, 24), (25, 60))
# The last colour is for what is left.
MOST_PARTS = 6


@dataclass(frozen=True)
class SpreadRow:
    """One part of the whole, with its share in words."""

    name: str
    hint: str
    count: int
    outstanding_fen: int
    share: str


@dataclass(frozen=True)
class Spread:
    """One view of the whole."""

    title: str
    chart: SafeString
    rows: list[SpreadRow]
    total_fen: int


def tell_spread(holder: User) -> list[Spread]:
    """Return the spread by grade, term, line and dealer, in five queries."""
    return [
        _spread(_("How good are the borrowers?"), spread_by(holder, "loan__grade"), _grade),
        _spread(
            _("How long are the loans?"),
            _by_term(spread_by(holder, "loan__periods")),
            lambda code: (code, ""),
        ),
        _spread(
            _("What are the loans for?"), spread_by(holder, "loan__product_version__product__line"), _line
        ),
        _spread(_("Through which dealers?"), spread_by_dealer(holder), _dealer),
    ]


def tell_concentration(holder: User, whole_fen: int) -> dict[str, Any]:
    """Return the largest borrowers with their shares of the whole, and the sentence above them, in two queries.

    Borrowers have no names here: one lends to a masked person, and a number tells them apart.
    """
    slices, borrowers = largest_borrowers(holder)
    rows = []
    for place, one in enumerate(slices, start=1):
        ppm = one.outstanding_fen * PPM // whole_fen if whole_fen else 0
        name = _("Borrower %(place)s") % {"place": place}
        rows.append(SpreadRow(name, "", one.count, one.outstanding_fen, percent(ppm, 2)))
    top_fen = max((one.outstanding_fen for one in slices), default=0)
    words = ngettext(
        "You lend to %(count)s borrower.",
        "You lend to %(count)s borrowers; the largest owes you %(share)s of it all.",
        borrowers,
    ) % {
        "count": borrowers,
        "share": percent(top_fen * PPM // whole_fen, 1) if whole_fen else "—",
    }
    return {"rows": rows, "sentence": words, "count": borrowers}


def _spread(title: str, slices: Sequence[Slice], name: Any) -> Spread:
    whole_fen = sum(one.outstanding_fen for one in slices)
    shares = split(TENTHS, [one.outstanding_fen for one in slices]) if whole_fen else [0] * len(slices)
    rows = []
    for one, tenths in zip(slices, shares, strict=True):
        label, hint = name(one.code)
        share = f"{tenths // 10}.{tenths % 10}%"
        rows.append(SpreadRow(str(label), str(hint), one.count, one.outstanding_fen, share))
    return Spread(title, share_bar(title, _parts(rows)), rows, whole_fen)


def _parts(rows: Sequence[SpreadRow]) -> list[Part]:
    shown = [Part(row.name, row.outstanding_fen, tone) for tone, row in enumerate(rows[:MOST_PARTS], start=1)]
    rest_fen = sum(row.outstanding_fen for row in rows[MOST_PARTS - 1 :])
    if len(rows) > MOST_PARTS:
        shown[-1] = Part(_("All others"), rest_fen, MOST_PARTS)
    return shown


def _by_term(slices: Sequence[Slice]) -> list[Slice]:
    """Return terms in a few bands, the shortest first."""
    found = []
    for low, high in TERMS:
        inside = [one for one in slices if low <= int(one.code) <= high]
        if inside:
            label = _("%(low)s to %(high)s months") % {"low": low, "high": high}
            found.append(
                Slice(label, sum(one.outstanding_fen for one in inside), sum(one.count for one in inside))
            )
    longest = [one for one in slices if int(one.code) > TERMS[-1][1]]
    return found + [Slice(periods_label(int(one.code)), one.outstanding_fen, one.count) for one in longest]


def _grade(code: str) -> tuple[str, str]:
    return _("Grade %(grade)s") % {"grade": code}, str(GRADE_HINTS.get(code, ""))


def _line(code: str) -> tuple[str, str]:
    return str(dict(ProductLine.choices).get(code, code)), ""


def _dealer(code: str) -> tuple[str, str]:
    return code or _("No dealer: paid to the borrower"), ""
