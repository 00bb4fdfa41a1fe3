"""What the company is willing to bear: the figures of the rule `risk.appetite` beside those of a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import rule_value
from accounts.web.formats import number, percent
from risk.domain.appetite import BEYOND, WATCH, Appetite, appetite_state
from risk.domain.shares import share_ppm
from risk.portfolio.analyses import ON_ALL
from risk.reports.book_parts import Days, coverage_ppm


@dataclass(frozen=True)
class Measured:
    """A figure beside its target and limit; `state` is within, watch or beyond."""

    code: str
    value: int
    appetite: Appetite
    state: str

    @property
    def label(self) -> str:
        return str(figure_labels()[self.code])

    def say(self, value: int) -> str:
        """Say a value of this figure."""
        return number(value) if self.code == "breached_limits" else percent(value)

    @property
    def bound_words(self) -> str:
        """Say target and limit."""
        words = (
            _("target at least %(target)s, never below %(limit)s")
            if self.appetite.is_floor
            else _("target at most %(target)s, limit %(limit)s")
        )
        return words % {"target": self.say(self.appetite.target), "limit": self.say(self.appetite.limit)}

    @property
    def state_words(self) -> str:
        """Say where it stands."""
        return {BEYOND: _("beyond the limit"), WATCH: _("misses its target")}.get(self.state, _("on target"))

    @property
    def tone(self) -> str:
        return {BEYOND: "danger", WATCH: "attention"}.get(self.state, "good")

    @property
    def icon(self) -> str:
        return {BEYOND: "octagon-x", WATCH: "triangle-alert"}.get(self.state, "circle-check")


def figure_labels() -> dict[str, str]:
    """Return how the measured figures are called."""
    return {
        "par_30": _("PAR %(days)d") % {"days": 30},
        "par_90": _("PAR %(days)d") % {"days": 90},
        "expected_loss": _("Expected loss of the book"),
        "coverage": _("Coverage of bad loans by provisions"),
        "breached_limits": _("Limits breached"),
    }


def figures_of(days: Days) -> dict[str, int]:
    """Return the measured figures of a day but for the limits; coverage only where there are bad loans."""
    book_fen = days.figures.book.fen
    found = {
        "par_30": days.figures.par_ppm(30),
        "par_90": days.figures.par_ppm(90),
        "expected_loss": share_ppm(days.expected_loss_fen(), book_fen),
    }
    coverage = coverage_ppm(days.provision_fen(ON_ALL), days.figures)
    return found if coverage is None else {**found, "coverage": coverage}


def measured(values: Mapping[str, int], on: dt.date) -> dict[str, Measured]:
    """Put the figures beside the company's appetite on a day."""
    rule: dict[str, Any] = rule_value("risk.appetite", on=on)
    found = {}
    for code, value in values.items():
        appetite = Appetite(**rule[code])
        found[code] = Measured(code, value, appetite, appetite_state(value, appetite))
    return found
