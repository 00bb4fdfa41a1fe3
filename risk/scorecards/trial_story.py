"""How a trial is told: a row a figure, the card in force at the left, its challenger at the right."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.web.charts import Series, line_chart
from accounts.web.formats import number, percent
from finance.domain.money import divide_half_up
from risk.domain.shares import share_ppm
from risk.models import Scorecard
from risk.models.scorecard import GRADES
from risk.scorecards.story import decimal
from risk.scorecards.trial import Comparison, Side


@dataclass(frozen=True)
class TrialRow:
    name: str
    champion: str
    challenger: str
    hint: str = ""


def share_words(card: Scorecard) -> str:
    """Say for how many applications a challenger's score counts."""
    if not card.share_ppm:
        return _("looks on and decides nothing")
    return _("its score counts for %(share)s of the applications") % {"share": percent(card.share_ppm, 2)}


def trial_rows(found: Comparison) -> list[TrialRow]:
    """Return the figures of both cards over the same applications."""
    bad = _("more than %(days)s days past due within %(months)s months") % {
        "days": found.days,
        "months": found.months,
    }
    few = _("Not named before %(least)s loans went bad and %(least)s did not.") % {"least": found.least_bads}

    def row(name: str, words: Callable[[Side], str], hint: str = "") -> TrialRow:
        return TrialRow(name, words(found.champion), words(found.challenger), hint)

    return [
        row(_("Applications scored"), lambda side: number(sum(side.grades.values()))),
        row(_("Cases that rest on its score"), lambda side: number(side.answered)),
        row(_("Proposed for approval"), lambda side: _share(side.proposed_ppm)),
        row(
            _("Approved by people"),
            lambda side: _share(side.approved_ppm),
            _("of the decided cases that rest on its score"),
        ),
        row(_("Bad, of what it proposed to approve"), _bads, bad),
        row(_("AUC, 95 %"), _auc, few),
        row(_("KS"), lambda side: decimal(side.result.ks_ppm) if side.result else "—"),
    ]


def grades_chart(found: Comparison) -> SafeString:
    """Draw how both spread the same applications over the grades."""
    sides = ((_("Card in force"), found.champion, 6), (_("Challenger"), found.challenger, 1))
    return line_chart(
        _("How do both spread the same applications?"),
        GRADES,
        [
            Series(name, [share_ppm(side.grades.get(grade, 0), found.count) for grade in GRADES], colour)
            for name, side, colour in sides
        ],
        sentence=_("Share of the applications in each grade."),
    )


def _share(ppm: int | None) -> str:
    return "—" if ppm is None else percent(ppm, 1)


def _bads(side: Side) -> str:
    if side.bad_ppm is None:
        return "—"
    return _("%(share)s (%(bads)s of %(loans)s)") % {
        "share": percent(side.bad_ppm, 1),
        "bads": number(side.bads),
        "loans": number(side.loans),
    }


def _auc(side: Side) -> str:
    if side.result is None or side.error_ppm is None:
        return "—"
    # 1.96 standard errors on either side.
    return f"{decimal(side.result.auc_ppm)} ± {decimal(divide_half_up(side.error_ppm * 196, 100))}"
