"""The lists of cards and of what they scored."""

from django.utils.translation import gettext_lazy as _

from accounts.web.object_pages import object_url
from accounts.web.tables import Column, Kind, Table
from risk.scorecards.story import VERDICTS

CARDS = Table(
    "risk.scorecards",
    _("Points cards"),
    (
        Column(
            "number",
            _("Points card"),
            lambda card: card.number,
            sort="number",
            url=lambda card, viewer: object_url(viewer, "scorecard", card.number),
        ),
        Column("code", _("Card code"), lambda card: card.code, sort="code"),
        Column("version", _("Version"), lambda card: card.version, Kind.NUMBER, "version"),
        Column("lane", _("As what"), lambda card: card.get_lane_display(), sort="lane"),
        Column("state", _("State"), lambda card: card, Kind.STATE, "status"),
        Column("scores", _("Scores made"), lambda card: card.score_count, Kind.NUMBER),
        Column("made_by", _("Imported by"), lambda card: card.made_by and card.made_by.name),
        Column("approver", _("Put in force by"), lambda card: card.published_by and card.published_by.name),
        Column("published", _("In force since"), lambda card: card.published_at, Kind.MOMENT, "published_at"),
        Column("made", _("Imported"), lambda card: card.made_at, Kind.MOMENT, "made_at", is_extra=True),
    ),
    sort="-made",
)
SCORES = Table(
    "risk.scores",
    _("Scores"),
    (
        Column(
            "number",
            _("Score"),
            lambda score: score.number,
            sort="number",
            url=lambda score, viewer: object_url(viewer, "score", score.number),
        ),
        Column("application", _("Application"), lambda score: score.application.number),
        Column("points", _("Points"), lambda score: score.points, Kind.NUMBER, "points"),
        Column("grade", _("Grade"), lambda score: score.grade, sort="grade"),
        Column("verdict", _("What the card proposed"), lambda score: str(VERDICTS[score.verdict])),
        Column("pd", _("Probability of default"), lambda score: score.pd_ppm, Kind.RATE, "pd_ppm"),
        Column("made", _("Made"), lambda score: score.made_at, Kind.MOMENT, "made_at"),
    ),
    sort="-made",
)
