"""Say that a measure of a signed report is done."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.inspections.rules import require_no_hidden_number
from risk.models import ReportMeasure, ReportVersion


def finish_measure(*, measure: ReportMeasure, outcome: str, actor: User) -> ReportMeasure:
    """Keep what came of it; the next month's report tells it.

    Refuses (`no_words`), (`outcome_hidden`), (`not_the_owner`), (`not_signed`) one of a draft, (`not_open`).
    """
    outcome = outcome.strip()
    if not outcome:
        raise Refused("no_words", _("Say what came of it."), field="outcome")
    require_no_hidden_number(outcome, "outcome")
    if measure.owner_id != actor.pk:
        raise Refused("not_the_owner", _("Only the colleague it was given to says that it is done."))
    with transaction.atomic():
        row = lock_one(ReportMeasure.objects.filter(pk=measure.pk))
        if row.version.status not in ReportVersion.SEALED:
            raise Refused("not_signed", _("The report that proposes it is not signed yet."))
        if row.status != ReportMeasure.Status.OPEN:
            raise Refused("not_open", _("This measure is not open."))
        move(
            row,
            ReportMeasure.Status.DONE,
            actor=actor,
            outcome=outcome,
            ended_on=clock.today(),
            ended_at=clock.now(),
        )
    return row
