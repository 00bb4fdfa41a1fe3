"""The list of runs in the back office."""

from django.utils.translation import gettext_lazy as _

from accounts.web.object_pages import object_url
from accounts.web.tables import Column, Kind, Table
from risk.screening.catalogue import RESULT_WORDS

RUNS = Table(
    "risk.screening_runs",
    _("Screenings"),
    (
        Column(
            "number",
            _("Screening"),
            lambda run: run.number,
            sort="number",
            url=lambda run, viewer: object_url(viewer, "screeningrun", run.number),
        ),
        Column("application", _("Application"), lambda run: run.application.number),
        Column("product", _("Product"), lambda run: run.application.product_version.name),
        Column(
            "asked",
            _("Asked for"),
            lambda run: run.facts.get("asked_fen"),
            Kind.YUAN,
            "application__amount_fen",
        ),
        Column("outcome", _("Outcome"), lambda run: RESULT_WORDS[run.outcome], sort="outcome"),
        Column(
            "hits",
            _("Rules that hit"),
            lambda run: sum(one["result"] in ("refer", "refuse") for one in run.results),
            Kind.NUMBER,
        ),
        Column("version", _("Rules"), lambda run: run.rule_set.version, Kind.NUMBER, "rule_set__version"),
        Column("decides", _("Decided"), lambda run: _("yes") if run.is_deciding else _("looked on")),
        Column(
            "duration",
            _("Milliseconds"),
            lambda run: run.duration_ms,
            Kind.NUMBER,
            "duration_ms",
            is_extra=True,
        ),
        Column("made", _("Screened on"), lambda run: run.made_at, Kind.MOMENT, "made_at"),
    ),
    sort="-made",
    kept=("outcome",),
)
