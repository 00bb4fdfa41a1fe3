"""How figures move, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.rules import rule_value
from accounts.web.formats import percent
from risk.domain.contributions import Contribution
from risk.domain.risk_matrix import risk_level, risk_points
from risk.models import RiskReport


def points(ppm: int) -> str:
    """Say a difference of two shares in percentage points, with its sign."""
    said = percent(ppm, sign=True).removesuffix("%")
    return _("%(points)s points") % {"points": said}


def moved_share(label: str, before_ppm: int | None, now_ppm: int) -> str:
    """Say how a share changed; without an earlier one, only what it is."""
    if before_ppm is None:
        return _("%(figure)s is %(now)s; there is no month before it to compare with.") % {
            "figure": label,
            "now": percent(now_ppm),
        }
    values = {
        "figure": label,
        "before": percent(before_ppm),
        "now": percent(now_ppm),
        "points": points(now_ppm - before_ppm),
    }
    if now_ppm > before_ppm:
        return _("%(figure)s rose from %(before)s to %(now)s (%(points)s).") % values
    if now_ppm < before_ppm:
        return _("%(figure)s fell from %(before)s to %(now)s (%(points)s).") % values
    return _("%(figure)s stayed at %(now)s.") % values


def largest_contributors(rows: Sequence[Contribution], change_ppm: int, most: int = 3) -> list[Contribution]:
    """Return whoever moved a share most in the direction it went; of one that stood still, whoever raised it."""
    sign = -1 if change_ppm < 0 else 1
    moving = [one for one in rows if sign * one.change_ppm > 0]
    return sorted(moving, key=lambda one: -sign * one.change_ppm)[:most]


def report_title(report: RiskReport) -> str:
    """Return how a report is called: its kind and month, or its own title."""
    kind = str(report.get_kind_display())
    if report.month_on is not None:
        return _("%(kind)s, %(month)s") % {"kind": kind, "month": f"{report.month_on:%Y-%m}"}
    return _("%(kind)s: %(title)s") % {"kind": kind, "title": report.title}


def matrix_steps() -> list[int]:
    """Return the points from which the levels of the rule `risk.matrix` begin."""
    return list(rule_value("risk.matrix")["steps"])


def level_words(likelihood: int, effect: int, steps: Sequence[int]) -> str:
    """Say how grave a risk is, with the figures it comes from."""
    level = risk_level(likelihood, effect, steps)
    return _("%(level)s (%(likelihood)s × %(effect)s = %(points)s)") % {
        "level": level_labels()[level],
        "likelihood": likelihood,
        "effect": effect,
        "points": risk_points(likelihood, effect),
    }


def level_labels() -> dict[str, str]:
    """Return how the levels of the matrix are called."""
    return {
        "low": pgettext("level of risk", "low"),
        "moderate": pgettext("level of risk", "moderate"),
        "high": pgettext("level of risk", "high"),
        "severe": pgettext("level of risk", "severe"),
    }
