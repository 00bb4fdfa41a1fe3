"""Judge a signal that needs no notice."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import WarningSignal
from risk.warnings.desk import require_words

# What a person may say of a signal without a notice.
OUTCOMES = (WarningSignal.Outcome.FALSE_ALARM, WarningSignal.Outcome.NO_ACTION)


def close_signal(*, signal: WarningSignal, outcome: str, reason: str, actor: User) -> WarningSignal:
    """Close the signal; refuses (`no_words`), (`bad_outcome`), (`not_open`) one that a notice has or that is closed."""
    said = require_words(reason, "reason")
    if outcome not in OUTCOMES:
        raise Refused("bad_outcome", _("Say what the signal was."), field="outcome")
    with transaction.atomic():
        row = lock_one(WarningSignal.objects.filter(pk=signal.pk))
        if row.status != WarningSignal.Status.OPEN:
            raise Refused("not_open", _("This signal is no longer open."))
        move(
            row,
            WarningSignal.Status.CLOSED,
            actor=actor,
            data={"outcome": outcome},
            outcome=outcome,
            close_reason=said,
            closed_by=actor,
            closed_at=clock.now(),
            closed_on=clock.today(),
        )
    return row
