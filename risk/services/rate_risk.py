"""Judge one kind of risk in an assessment."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from risk.domain.risk_matrix import risk_points
from risk.inspections.rules import require_no_hidden_number
from risk.models import ReportRating, ReportVersion, RiskReport
from risk.reports.rules import lock_draft


def rate_risk(
    *,
    version: ReportVersion,
    risk: str,
    likelihood: int,
    effect: int,
    controls: str,
    residual_likelihood: int,
    residual_effect: int,
    actor: User,
) -> ReportRating:
    """Keep how likely and how grave a risk is, what is done against it, and what remains.

    Refuses what `lock_draft` does, (`no_matrix`) a report that is no assessment, (`no_words`) without controls,
    (`controls_hidden`), (`bad_residual`) a rest greater than the risk without controls.
    """
    controls = controls.strip()
    if version.report.kind != RiskReport.Kind.ASSESSMENT or risk not in ReportRating.Risk.values:
        raise Refused("no_matrix", _("Only an assessment judges kinds of risk."))
    if not controls:
        raise Refused(
            "no_words", _("Say which controls there are, or that there are none."), field="controls"
        )
    require_no_hidden_number(controls, "controls")
    if risk_points(residual_likelihood, residual_effect) > risk_points(likelihood, effect):
        raise Refused(
            "bad_residual",
            _("What remains cannot be more than the risk without controls."),
            field="residual_effect",
        )
    values = {
        "likelihood": likelihood,
        "effect": effect,
        "controls": controls,
        "residual_likelihood": residual_likelihood,
        "residual_effect": residual_effect,
        "rated_by": actor,
        "rated_at": clock.now(),
    }
    with transaction.atomic():
        row = lock_draft(version, actor)
        found = ReportRating.objects.update_or_create(version=row, risk=risk, defaults=values)[0]
        record_event(
            "risk_report.rated",
            subject=row,
            actor=actor,
            data={
                "risk": risk,
                "points": risk_points(likelihood, effect),
                "residual": risk_points(residual_likelihood, residual_effect),
            },
        )
    return found
