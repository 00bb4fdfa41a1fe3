"""How a card, its figures and a score are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from accounts.models import Approval
from accounts.queries import events_matching
from accounts.web.charts import Series, line_chart, stacked_bar_chart
from accounts.web.formats import number, percent
from accounts.web.parts import Fact, Moment
from accounts.web.shown import event_moments
from finance.domain.money import PPM, divide_half_up
from risk.domain.scorecard import (
    LOWEST_GRADE,
    Bin,
    BinKind,
    Card,
    Characteristic,
    Policy,
    Scored,
    Source,
    Verdict,
)
from risk.domain.scorecard_file import read_words
from risk.domain.shares import known_share_ppm
from risk.models import Score, Scorecard
from risk.scorecards.columns import column_words, value_of_column
from risk.scorecards.content import in_words, policy_of, table_of
from risk.scorecards.facts import FACTS

VERDICTS: dict[str, Promise] = {
    Verdict.ACCEPT: gettext_lazy("The card proposes approval"),
    Verdict.LOOK: gettext_lazy("The card leaves it open: look closely"),
    Verdict.REFUSE: gettext_lazy("The card proposes refusal"),
}
EVENT_WORDS: dict[str, Promise] = {
    "scorecard.draft": gettext_lazy("Card drafted"),
    "scorecard.policy_saved": gettext_lazy("Grades, cut-offs and PD changed"),
    "scorecard.proposed": gettext_lazy("Card put before another person"),
    "scorecard.published": gettext_lazy("Card put in force"),
    "scorecard.retired": gettext_lazy("Card taken out of force"),
    "scorecard.dropped": gettext_lazy("Card dropped"),
    "score.made": gettext_lazy("Application scored"),
}
FIGURES: dict[str, Promise] = {
    "auc": gettext_lazy("AUC"),
    "ks": gettext_lazy("KS"),
    "gini": gettext_lazy("Gini"),
    "brier": gettext_lazy("Brier score"),
    "log_loss": gettext_lazy("Log loss"),
    "calibration_slope": gettext_lazy("Calibration: slope (1 is perfect)"),
    "calibration_intercept": gettext_lazy("Calibration: intercept (0 is perfect)"),
}
REASONS_LEFT_OUT: dict[str, Promise] = {
    "empty": gettext_lazy("empty"),
    "constant": gettext_lazy("the same in every row"),
    "identifier": gettext_lazy("names the row"),
    "too many categories": gettext_lazy("too many categories"),
    "leak": gettext_lazy("tells the outcome alone: known only afterwards"),
}
ROC_STEPS = 20


@dataclass(frozen=True)
class BinRow:
    """One line of the points table."""

    words: str
    share: str
    goods: int
    bads: int
    bad_rate: str
    woe: str
    points: str


@dataclass(frozen=True)
class CharacteristicTable:
    """A characteristic with its lines, and the fact of an application that answers it."""

    code: str
    name: str
    iv: str
    fact: str
    mapping: list[tuple[str, str]]
    rows: list[BinRow]


@dataclass(frozen=True)
class ScoreLine:
    """One line of a score: what was known, where it fell, its points, and what they are short of."""

    name: str
    value: str
    bin: str
    points: str
    lost: str


@dataclass(frozen=True)
class ScoreStory:
    """A score as the case and its own page tell it."""

    number: str
    card: str
    card_name: str
    facts: list[Fact]
    base: int
    lines: list[ScoreLine]
    points: int
    reasons: list[str]
    unknown: int


def language() -> str:
    """Return the reader's language."""
    return get_language() or ""


def card_name(card: Scorecard) -> str:
    """Return a card's name in the reader's language."""
    return in_words(read_words(card.content["name"], "name"), language())


def card_note(card: Scorecard) -> str:
    """Return what its makers say of the card, empty where they said nothing."""
    return str((card.content.get("note") or {}).get("zh" if language().startswith("zh") else "en", ""))


def decimal(ppm: int, places: int = 3) -> str:
    """Return ppm of one as a plain decimal: 786000 is 0.786."""
    unit = 10 ** (6 - places)
    rounded = divide_half_up(abs(ppm), unit)
    sign = "\u2212" if ppm < 0 and rounded else ""
    return f"{sign}{rounded // 10**places}.{rounded % 10**places:0{places}d}"


def signed(points: int) -> str:
    """Return points with their sign."""
    return number(points, sign=True) if points else "0"


def value_words(characteristic: Characteristic, value: str) -> str:
    """Return what a category is called in the reader's language, itself where it has no name."""
    name = characteristic.value_names.get(value)
    return in_words(name, language()) if name else value


def bin_words(characteristic: Characteristic, one: Bin) -> str:
    """Return what a bin holds."""
    if one.kind == BinKind.MISSING:
        return _("Not known")
    if one.kind == BinKind.UNSEEN:
        return _("Anything else")
    if one.values:
        return pgettext("between parts of a sentence", "; ").join(
            value_words(characteristic, value) for value in one.values
        )
    if one.start is None and one.end is None:
        return _("Any number")
    if one.start is None:
        return _("below %(end)s") % {"end": f"{one.end:f}"}
    if one.end is None:
        return _("%(start)s and above") % {"start": f"{one.start:f}"}
    return _("%(start)s to below %(end)s") % {"start": f"{one.start:f}", "end": f"{one.end:f}"}


def tables(card: Card) -> list[CharacteristicTable]:
    """Return the points table, characteristic by characteristic."""
    return [
        CharacteristicTable(
            code=one.code,
            name=in_words(one.name, language()),
            iv=decimal(one.iv_ppm),
            fact=_fact_words(one.source),
            mapping=_mapping(one),
            rows=_rows(one),
        )
        for one in card.characteristics
    ]


def _rows(one: Characteristic) -> list[BinRow]:
    total = sum(row.count for row in one.bins)
    return [
        BinRow(
            words=bin_words(one, row),
            share=_percent_or_dash(known_share_ppm(row.count, total)),
            goods=row.goods,
            bads=row.bads,
            bad_rate=_percent_or_dash(known_share_ppm(row.bads, row.count)),
            woe=decimal(row.woe_ppm) if row.count else "—",
            points=signed(row.points),
        )
        for row in one.bins
    ]


def _percent_or_dash(ppm: int | None) -> str:
    return "—" if ppm is None else percent(ppm, 1)


def _fact_words(source: Source | None) -> str:
    if source is None:
        return _("Nothing here answers it: always “not known”")
    found = FACTS.get(source.fact)
    return str(found.name) if found else _("No fact is named %(code)s") % {"code": source.fact}


def _mapping(one: Characteristic) -> list[tuple[str, str]]:
    source = one.source
    if source is None:
        return []
    if source.divide_by != 1:
        return [(_("divided by %(divisor)s") % {"divisor": source.divide_by}, "")]
    if source.bands:
        return [
            (_("from %(least)s") % {"least": f"{least:f}"}, value_words(one, name))
            for least, name in source.bands
        ]
    own = FACTS[source.fact].words if source.fact in FACTS else {}
    return [(str(own.get(ours, ours)), value_words(one, theirs)) for ours, theirs in source.values.items()]


def training_facts(card: Scorecard) -> list[Fact]:
    """Return what the card was trained on."""
    training, report = card.content["training"], card.content["report"]
    seeds = ", ".join(str(seed) for seed in report["seeds"])
    unused = [
        *((column, _("kept from the card")) for column in training["dropped"]),
        *((column, _("told too little")) for column in report["not_used"]),
        *((one["column"], str(REASONS_LEFT_OUT.get(one["why"], one["why"]))) for one in report["left_out"]),
    ]
    return [
        Fact(_("Rows"), number(training["rows"]), is_figure=True),
        Fact(
            _("Of them bad"),
            number(training["bads"]),
            hint=percent(known_share_ppm(training["bads"], training["rows"]) or 0, 1),
            is_figure=True,
        ),
        _bad_means(card, training["target"], training["bad"]),
        *(Fact(column_words(card, column, language()), why, hint=column) for column, why in unused),
        Fact(_("Folds"), report["folds"], hint=_("seeds %(seeds)s") % {"seeds": seeds}, is_figure=True),
        Fact(_("SHA-256 of the training file"), training["file_sha256"][:16] + "…"),
        Fact(_("SHA-256 of the points table"), card.content_hash[:16] + "…"),
    ]


def _bad_means(card: Scorecard, column: str, value: str) -> Fact:
    words = f"{column_words(card, column, language())} = {value_of_column(column, value)}"
    return Fact(_("Bad means"), words, hint=f"{column} = {value}")


def figure_rows(card: Scorecard) -> list[dict[str, str]]:
    """Return the out-of-fold figures with their spread over the seeds."""
    figures = card.content["report"]["figures"]
    return [
        {"name": str(name), **{key: decimal(figures[code][key]) for key in ("mean", "sd", "min", "max")}}
        for code, name in FIGURES.items()
        if code in figures
    ]


def charts(card: Scorecard) -> list[SafeString]:
    """Draw what the training found on rows the card had not seen."""
    report = card.content["report"]
    tenths, bands = report["deciles"], report["bands"]
    drawn = [
        line_chart(
            _("Does what was predicted come true?"),
            [f"{row['least']}–{row['most']}" for row in tenths],
            [
                Series(_("Predicted share of bad"), [row["expected_ppm"] for row in tenths], 3),
                Series(_("Observed share of bad"), [row["observed_ppm"] for row in tenths], 2),
            ],
            sentence=_("Tenths of the rows by their out-of-fold points, the fewest points first."),
        ),
        stacked_bar_chart(
            _("Where do good and bad rows lie?"),
            [str(row["from"]) for row in bands],
            [
                Series(_("Good"), [row["goods"] for row in bands], 1),
                Series(_("Bad"), [row["bads"] for row in bands], 2),
            ],
            unit="number",
            sentence=_("Rows by bands of their out-of-fold points."),
        ),
    ]
    steps = [PPM * step // ROC_STEPS for step in range(ROC_STEPS + 1)]
    drawn.append(
        line_chart(
            _("How many bad rows does a cut-off catch for the good ones it costs?"),
            [percent(step, 0) for step in steps],
            [
                Series(_("The card"), [_caught(report["roc"], step) for step in steps], 1),
                Series(_("By lot"), steps, 6),
            ],
            sentence=_(
                "Across: the share of good rows below the cut-off. Upwards: the share of bad rows below it."
            ),
        )
    )
    return drawn


def _caught(curve: list[list[int]], lost: int) -> int:
    """Return the share of bads caught where so many goods are lost, between the points of the curve."""
    for (x1, y1), (x2, y2) in pairwise(curve):
        if x1 <= lost <= x2:
            return y1 + (divide_half_up((y2 - y1) * (lost - x1), x2 - x1) if x2 > x1 else y2 - y1)
    return PPM


def policy_facts(policy: Policy) -> list[Fact]:
    """Return grades and cut-offs with the PD at each threshold."""
    rows = [
        Fact(
            _("Grade %(grade)s") % {"grade": grade},
            _("from %(points)s points") % {"points": least},
            hint=_("PD %(pd)s there") % {"pd": percent(policy.pd_ppm(least), 1)},
            is_figure=True,
        )
        for grade, least in policy.grades
    ]
    below = _("below %(points)s points")
    rows.append(
        Fact(
            _("Grade %(grade)s") % {"grade": LOWEST_GRADE},
            below % {"points": policy.grades[-1][1]},
            is_figure=True,
        )
    )
    rows.append(
        Fact(
            _("Proposed for approval"),
            _("from %(points)s points") % {"points": policy.accept_from},
            is_figure=True,
        )
    )
    rows.append(Fact(_("Proposed for refusal"), below % {"points": policy.refuse_below}, is_figure=True))
    return rows


def describe_approval(approval: Approval) -> list[Fact]:
    """Tell a checker which card would come into force, how good it is, and what its policy is."""
    card = Scorecard.objects.select_related("policy").filter(pk=approval.subject_id).first()
    if card is None or card.policy is None:
        return [Fact(_("Points card"), approval.subject_number)]
    auc = card.content["report"]["figures"]["auc"]
    return [
        Fact(_("Points card"), card_name(card), hint=f"{card.number} · {card.code} v{card.version}"),
        Fact(_("AUC out of fold"), decimal(auc["mean"]), hint=f"± {decimal(auc['sd'])}", is_figure=True),
        Fact(_("Golden rows replayed"), len(card.content["golden"]), is_figure=True),
        *policy_facts(policy_of(card.policy)),
        *_lane_facts(card),
    ]


def _lane_facts(card: Scorecard) -> list[Fact]:
    """Say of a challenger for how many applications its score would count."""
    if card.lane != Scorecard.Lane.CHALLENGER:
        return []
    return [Fact(_("Challenger for"), percent(card.share_ppm, 2), is_figure=True)]


def moments_of(card: Scorecard) -> list[Moment]:
    """Return what happened to a card."""
    return event_moments(events_matching(kind="scorecard", subject=card.number))


def score_story(card: Scorecard, policy: Policy, kept: Mapping[str, Any]) -> ScoreStory:
    """Return a score in words, from the values that were kept of it."""
    table = table_of(card)
    by_code = {one.code: one for one in table.characteristics}
    lines = [_score_line(by_code[line["code"]], line) for line in kept["trace"]]
    return ScoreStory(
        number=kept.get("score", ""),
        card=card.number,
        card_name=card_name(card),
        facts=_score_facts(policy, kept),
        base=table.base_points,
        lines=lines,
        points=kept["points"],
        reasons=[in_words(by_code[code].reason, language()) for code in kept["reasons"]],
        unknown=sum(1 for line in kept["trace"] if line["bin"] in ("missing", "unseen")),
    )


def kept_values(score: Score) -> dict[str, Any]:
    """Return a score as a case keeps it: figures and codes."""
    return {
        "score": score.number,
        "card": score.card.number,
        "points": score.points,
        "pd_ppm": score.pd_ppm,
        "grade": score.grade,
        "verdict": str(score.verdict),
        "trace": score.trace,
        "reasons": score.reasons,
    }


def kept_of(scored: Scored, policy: Policy, trace: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a score that was only tried, in the same shape."""
    return {
        "points": scored.points,
        "pd_ppm": policy.pd_ppm(scored.points),
        "grade": policy.grade(scored.points),
        "verdict": str(policy.verdict(scored.points)),
        "trace": trace,
        "reasons": list(scored.reasons),
    }


def _score_facts(policy: Policy, kept: Mapping[str, Any]) -> list[Fact]:
    return [
        Fact(
            _("Grade the card proposes"), kept["grade"], is_figure=True, hint=str(VERDICTS[kept["verdict"]])
        ),
        Fact(_("Points"), kept["points"], is_figure=True),
        Fact(
            _("Probability of default"),
            percent(kept["pd_ppm"], 1),
            is_figure=True,
            hint=_("of the card's sample"),
        ),
    ]


def _score_line(one: Characteristic, line: Mapping[str, Any]) -> ScoreLine:
    found = next(row for row in one.bins if row.code == line["bin"])
    return ScoreLine(
        name=in_words(one.name, language()),
        value="—" if line["value"] is None else value_words(one, line["value"]),
        bin=bin_words(one, found),
        points=signed(line["points"]),
        lost=signed(-line["lost"]) if line["lost"] else "",
    )
