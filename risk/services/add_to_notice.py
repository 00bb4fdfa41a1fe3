"""Add signals to the live notice about their subject."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock, lock_one
from accounts.models import User
from risk.models import NoticeStep, WarningNotice, WarningSignal
from risk.services.raise_notice import require_same_subject, take_in
from risk.warnings.desk import require_live


def add_to_notice(*, notice: WarningNotice, signals: Iterable[WarningSignal], actor: User) -> WarningNotice:
    """Let open signals join; refuses (`closed`), (`no_signals`), (`other_subject`) and a signal no longer open."""
    with transaction.atomic():
        row = lock_one(WarningNotice.objects.filter(pk=notice.pk))
        require_live(row)
        rows = lock(WarningSignal.objects.filter(pk__in=[one.pk for one in signals]))
        if not rows:
            raise Refused("no_signals", _("Choose at least one signal."), field="signals")
        require_same_subject(rows, row.subject_key)
        take_in(row, rows, actor)
        NoticeStep.objects.create(
            notice=row,
            kind=NoticeStep.Kind.SIGNALS,
            words=" · ".join(one.number for one in rows),
            made_by=actor,
            made_at=clock.now(),
        )
    return row
