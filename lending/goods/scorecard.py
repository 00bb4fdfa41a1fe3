"""A dealer's scorecard in words: on the office's page of the dealer, on the dealer's own, and against higher limits."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from accounts import clock
from accounts.dealers.raises import check_raises_by
from accounts.dealers.sections import CASE_PAGE, OWN_PAGE, DealerSection, add_dealer_section
from accounts.models import Dealer
from accounts.web.formats import percent, rate, yuan
from lending.domain.dealer_score import (
    COMPLAINTS,
    CONCENTRATION,
    FIRST_PAYMENT,
    LAG,
    RETURNS,
    Band,
    DealerScore,
    Figure,
    Lacking,
    ScoreRule,
)
from lending.labels import days_label
from lending.queries.dealer_score import dealer_score, dealer_score_alone, first_day, score_rule

SCORED = frozenset({Dealer.Status.ACTIVE, Dealer.Status.SUSPENDED, Dealer.Status.ENDED})
NAMES: dict[str, Promise] = {
    FIRST_PAYMENT: gettext_lazy("First instalments unpaid"),
    RETURNS: gettext_lazy("Orders returned"),
    COMPLAINTS: gettext_lazy("Complaints per order"),
    LAG: gettext_lazy("Days from funded to delivered"),
    CONCENTRATION: gettext_lazy("Share of all goods loans"),
}


@dataclass(frozen=True)
class BandBadge:
    """A band as a badge; none yet where too little is known."""

    label: Promise
    tone: str
    icon: str


BADGES = {
    Band.OK: BandBadge(pgettext_lazy("band of a scorecard", "In order"), "good", "circle-check"),
    Band.WATCH: BandBadge(pgettext_lazy("band of a scorecard", "To watch"), "attention", "eye"),
    Band.POOR: BandBadge(pgettext_lazy("band of a scorecard", "Poor"), "danger", "triangle-alert"),
    None: BandBadge(pgettext_lazy("band of a scorecard", "No band yet"), "quiet", "circle-dashed"),
}


@dataclass(frozen=True)
class ScoreRow:
    """A figure in words: its value, the numbers behind it, its thresholds, and its badge or what is lacking."""

    name: str
    value: str
    behind: str
    thresholds: str
    badge: BandBadge | None
    lacking: str


@dataclass(frozen=True)
class Scorecard:
    """The card: how it stands overall, what was counted, the figures."""

    badge: BandBadge
    is_poor: bool
    counted: str
    rows: list[ScoreRow]


def register_scorecard() -> None:
    """Add the card to both pages of a dealer, and the check of higher limits."""
    template = "lending/dealer/_scorecard.html"
    add_dealer_section(DealerSection("scorecard", CASE_PAGE, 20, template, office_scorecard))
    add_dealer_section(DealerSection("scorecard", OWN_PAGE, 20, template, own_scorecard))
    check_raises_by("score_poor", what_is_poor)


def office_scorecard(dealer: Dealer) -> Scorecard | None:
    """Return the card for the office; None before the admission."""
    if dealer.status not in SCORED:
        return None
    today = clock.today()
    rule = score_rule(on=today)
    return _as_card(dealer_score(dealer, rule, on=today), rule, today)


def own_scorecard(dealer: Dealer) -> Scorecard | None:
    """Return the card for the dealer, None before the admission.

    Its share of all loans is left out: it would tell what the company lends.
    """
    if dealer.status not in SCORED:
        return None
    today = clock.today()
    rule = score_rule(on=today)
    return _as_card(dealer_score_alone(dealer, rule, on=today), rule, today)


def what_is_poor(dealer: Dealer) -> str:
    """Return the sentence that refuses higher limits and names the poor figures, empty where none is poor."""
    today = clock.today()
    score = dealer_score(dealer, score_rule(on=today), on=today)
    poor = [_in_words(figure) for figure in score.poor]
    if not poor:
        return ""
    return _("The scorecard is poor, so limits are not raised and no goods added: %(figures)s.") % {
        "figures": pgettext("between parts of a sentence", "; ").join(poor)
    }


def _as_card(score: DealerScore, rule: ScoreRule, today: dt.date) -> Scorecard:
    return Scorecard(
        badge=BADGES[score.band],
        is_poor=score.band == Band.POOR,
        counted=_counted(score, rule, today),
        rows=[_row(figure, rule) for figure in score.figures],
    )


def _counted(score: DealerScore, rule: ScoreRule, today: dt.date) -> str:
    return ngettext(
        "%(count)s order was delivered since %(since)s; figures get a band from %(least)s on. "
        "A first instalment counts as unpaid after more than %(late)s.",
        "%(count)s orders were delivered since %(since)s; figures get a band from %(least)s on. "
        "A first instalment counts as unpaid after more than %(late)s.",
        score.orders,
    ) % {
        "count": score.orders,
        "since": first_day(rule, today).isoformat(),
        "least": rule.least_orders,
        "late": days_label(rule.late_days),
    }


def _row(figure: Figure, rule: ScoreRule) -> ScoreRow:
    show = days_label if figure.code == LAG else rate
    limits = rule.thresholds[figure.code]
    return ScoreRow(
        name=str(NAMES[figure.code]),
        value=_value(figure),
        behind=_behind(figure),
        thresholds=_("to watch above %(watch)s, poor above %(poor)s")
        % {"watch": show(limits.watch), "poor": show(limits.poor)},
        badge=BADGES[figure.band] if figure.band is not None else None,
        lacking=_lacking(figure, rule),
    )


def _value(figure: Figure) -> str:
    if figure.value is None:
        return "—"
    return days_label(figure.value) if figure.code == LAG else percent(figure.value)


def _behind(figure: Figure) -> str:
    """Return the numbers behind a figure."""
    if figure.lacking == Lacking.SOURCE or not figure.whole:
        return ""
    if figure.code == CONCENTRATION:
        return _("%(part)s of %(whole)s") % {"part": yuan(figure.part), "whole": yuan(figure.whole)}
    counts = {"part": figure.part, "whole": figure.whole}
    if figure.code == FIRST_PAYMENT:
        return ngettext("%(part)s of %(whole)s loan", "%(part)s of %(whole)s loans", figure.whole) % counts
    if figure.code == RETURNS:
        return ngettext("%(part)s of %(whole)s order", "%(part)s of %(whole)s orders", figure.whole) % counts
    if figure.code == COMPLAINTS:
        return ngettext("%(part)s on %(whole)s order", "%(part)s on %(whole)s orders", figure.whole) % counts
    return ngettext("median of %(whole)s order", "median of %(whole)s orders", figure.whole) % counts


def _lacking(figure: Figure, rule: ScoreRule) -> str:
    if figure.lacking == Lacking.ORDERS:
        return _("not enough orders")
    if figure.lacking == Lacking.SOURCE:
        return _("not recorded yet")
    if figure.lacking == Lacking.BOOK:
        return _("not judged below %(least)s in all") % {"least": yuan(rule.least_book_fen)}
    return ""


def _in_words(figure: Figure) -> str:
    """Return a figure as a part of a sentence."""
    return _("%(name)s %(value)s (%(behind)s)") % {
        "name": NAMES[figure.code],
        "value": _value(figure),
        "behind": _behind(figure),
    }
