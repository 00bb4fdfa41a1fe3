"""How the monitoring of a card is told: each figure with its size, its limit and a word, never a colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.web.charts import Series, line_chart
from accounts.web.formats import number, percent
from accounts.web.parts import Fact
from finance.domain.money import divide_half_up
from risk.domain.separation import GroupRate, Shift, Stability
from risk.domain.shares import share_ppm
from risk.scorecards.content import in_words
from risk.scorecards.monitoring import Monitoring, Outcome
from risk.scorecards.story import decimal, language


@dataclass(frozen=True)
class Word:
    """A verdict as a badge."""

    label: Promise
    tone: str
    icon: str


SHIFTS: dict[str, Word] = {
    Shift.TOO_FEW: Word(gettext_lazy("Too few to say"), "quiet", "circle-dashed"),
    Shift.CHANCE: Word(gettext_lazy("Within chance"), "good", "circle-check"),
    Shift.SMALL: Word(gettext_lazy("Real, but small"), "quiet", "circle-dot"),
    Shift.WATCH: Word(gettext_lazy("To watch: it has moved"), "attention", "eye"),
    Shift.ACT: Word(gettext_lazy("To act: it has moved far"), "danger", "triangle-alert"),
}
NOT_ASKED = Word(gettext_lazy("Not asked here"), "quiet", "circle-slash")
NO_SCORES = Word(gettext_lazy("No scores yet"), "quiet", "circle-dashed")
GROUPS: dict[str, Promise] = {
    "age": gettext_lazy("By age"),
    "sex": gettext_lazy("By sex"),
    "region": gettext_lazy("By region of the identity number"),
}
GROUP_NAMES: dict[str, Promise] = {
    "male": gettext_lazy("Men"),
    "female": gettext_lazy("Women"),
    "1": pgettext_lazy("region of China", "North"),
    "2": pgettext_lazy("region of China", "Northeast"),
    "3": pgettext_lazy("region of China", "East"),
    "4": pgettext_lazy("region of China", "Central and South"),
    "5": pgettext_lazy("region of China", "Southwest"),
    "6": pgettext_lazy("region of China", "Northwest"),
    "8": pgettext_lazy("region of China", "Hong Kong, Macao, Taiwan"),
}


@dataclass(frozen=True)
class ShiftRow:
    """One characteristic's index in words."""

    name: str
    index: str
    chance: str
    unknown: str
    word: Word


@dataclass(frozen=True)
class OutcomeRow:
    """Separation by one definition of bad."""

    definition: str
    loans: str
    bads: str
    auc: str
    ks: str
    sentence: str


@dataclass(frozen=True)
class GroupRow:
    """One group's approvals; a group too small is named without figures."""

    name: str
    decided: str
    rate: str
    ratio: str
    word: Word | None


@dataclass(frozen=True)
class GroupTable:
    title: str
    rows: list[GroupRow]


FAIR = Word(gettext_lazy("Within four fifths"), "good", "circle-check")
ADVERSE = Word(gettext_lazy("Below four fifths: look into it"), "attention", "triangle-alert")


def shift_word(result: Stability | None) -> Word:
    """Return the verdict of an index."""
    return NO_SCORES if result is None else SHIFTS[result.shift]


def shift_rows(found: Monitoring) -> list[ShiftRow]:
    """Return the characteristics, those that moved most first."""
    names = {one.code: in_words(one.name, language()) for one in found.table.characteristics}
    order = sorted(found.characteristics, key=lambda one: -(one.result.index_ppm if one.result else -1))
    return [
        ShiftRow(
            name=names[one.code],
            index=decimal(one.result.index_ppm) if one.result else "—",
            chance=decimal(one.result.chance_ppm) if one.result else "—",
            unknown="—" if one.unknown_ppm is None else percent(one.unknown_ppm, 0),
            word=shift_word(one.result) if one.is_asked else NOT_ASKED,
        )
        for one in order
    ]


def bands_chart(found: Monitoring) -> SafeString:
    """Draw the shares of each band of points, then and now."""
    labels = []
    for band in found.bands:
        if band.least is None:
            labels.append(f"<{band.most}")
        else:
            labels.append(f"{band.least}–{band.most - 1}" if band.most is not None else f"≥{band.least}")
    return line_chart(
        _("Where do the scores lie, then and now?"),
        labels,
        [
            Series(
                _("Compared with"),
                [share_ppm(band.expected, found.expected_count) for band in found.bands],
                6,
            ),
            Series(_("Now"), [share_ppm(band.actual, found.count) for band in found.bands], 1),
        ],
        sentence=_("Share of the scores in each band of points."),
    )


def outcome_rows(found: Monitoring) -> list[OutcomeRow]:
    """Return separation by each definition, beside that of the training."""
    figures = found.card.content["report"]["figures"]
    return [_outcome_row(one, figures["auc"]["mean"], found.rule["least_bads"]) for one in found.outcomes]


def _outcome_row(one: Outcome, trained_ppm: int, least: int) -> OutcomeRow:
    definition = _("More than %(days)s days past due within %(months)s months") % {
        "days": one.days,
        "months": one.months,
    }
    bads = number(one.result.bads) if one.result else "—"
    if not one.is_enough or one.result is None or one.error_ppm is None:
        sentence = _("Not named before %(least)s loans went bad and %(least)s did not.") % {"least": least}
        return OutcomeRow(definition, number(one.loans), bads, "—", "—", sentence)
    # 1.96 standard errors on either side.
    reach = divide_half_up(one.error_ppm * 196, 100)
    has_moved = abs(one.result.auc_ppm - trained_ppm) > reach
    sentence = (
        _("Differs from the training's %(auc)s by more than chance")
        if has_moved
        else _("Agrees with the training's %(auc)s")
    )
    auc = f"{decimal(one.result.auc_ppm)} ± {decimal(reach)}"
    return OutcomeRow(
        definition,
        number(one.loans),
        bads,
        auc,
        decimal(one.result.ks_ppm),
        sentence % {"auc": decimal(trained_ppm)},
    )


def override_facts(found: Monitoring) -> list[Fact]:
    """Return how often people decided otherwise than the card proposed."""
    one = found.overrides
    return [
        Fact(_("Decisions on scored applications"), number(one.decided), is_figure=True),
        Fact(
            _("Approved though the card proposed refusal"),
            _rate(one.low_side_ppm),
            hint=_("%(part)s of %(whole)s, low side")
            % {"part": number(one.low_side), "whole": number(one.proposed_refusals)},
            is_figure=True,
        ),
        Fact(
            _("Declined though the card proposed approval"),
            _rate(one.high_side_ppm),
            hint=_("%(part)s of %(whole)s, high side")
            % {"part": number(one.high_side), "whole": number(one.proposed_approvals)},
            is_figure=True,
        ),
        Fact(
            _("Another grade than the card's"),
            _rate(one.grade_ppm),
            hint=_("%(better)s better, %(worse)s worse")
            % {"better": number(one.better), "worse": number(one.worse)},
            is_figure=True,
        ),
    ]


def _rate(ppm: int | None) -> str:
    return "—" if ppm is None else percent(ppm, 1)


def group_tables(found: Monitoring) -> list[GroupTable]:
    """Return approvals by group; groups below the least size give neither count nor rate away."""
    return [
        GroupTable(str(GROUPS[name]), [_group_row(row, found.rule["group_least"]) for row in rows])
        for name, rows in found.groups.items()
    ]


def _group_row(row: GroupRate, least: int) -> GroupRow:
    name = str(GROUP_NAMES.get(row.group, row.group))
    if row.rate_ppm is None:
        return GroupRow(name, _("fewer than %(least)s") % {"least": least}, "—", "—", None)
    return GroupRow(
        name,
        number(row.decided),
        percent(row.rate_ppm, 1),
        _rate(row.ratio_ppm),
        ADVERSE if row.is_adverse else FAIR,
    )
