"""A score on paper: the proposal, the reasons in words, and the points characteristic by characteristic."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.papers import Paper
from risk.scorecards.story import ScoreStory


def write_score(paper: Paper, data: ScoreStory) -> None:
    """Write what the page of a case shows of its score, with the trace."""
    paper.write_facts(
        [
            *((str(fact.label), f"{fact.value} · {fact.hint}".removesuffix(" · ")) for fact in data.facts),
            (_("Points card"), f"{data.card_name} ({data.card}) · {data.number}".removesuffix(" · ")),
        ]
    )
    if data.reasons:
        paper.write_label(_("What cost the most points:"))
        paper.write_text(" · ".join(data.reasons))
    paper.write_label(_("Points by characteristic"))
    paper.write_grid(
        [_("Characteristic"), _("Known"), _("Falls into"), _("Points"), _("Short of the mean")],
        [
            [_("Everybody begins with"), "", "", str(data.base), ""],
            *([line.name, line.value, line.bin, line.points, line.lost] for line in data.lines),
            [_("Score"), "", "", str(data.points), ""],
        ],
        texts=[True, True, True, False, False],
    )
    if data.unknown:
        paper.write_text(
            ngettext(
                "%(n)s characteristic is not known here and counts as “not known”.",
                "%(n)s characteristics are not known here and count as “not known”.",
                data.unknown,
            )
            % {"n": data.unknown}
        )
