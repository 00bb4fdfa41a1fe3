"""Answer a warning notice, or write down a measure that was taken meanwhile."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import NoticeStep, WarningNotice
from risk.warnings.desk import WORK, require_live, require_words
from risk.warnings.messages import tell_raiser

Kind = NoticeStep.Kind


def answer_notice(*, notice: WarningNotice, words: str, actor: User) -> WarningNotice:
    """Take the owner's answer; who raised the notice is told and looks at it.

    Refuses (`no_words`), (`not_the_owner`) anybody else, (`answered`) a notice that is answered or closed.
    """
    said = require_words(words, "words")
    with transaction.atomic():
        row = lock_one(WarningNotice.objects.filter(pk=notice.pk))
        _require_owner_or(row, actor, "")
        if row.status != WarningNotice.Status.OPEN:
            raise Refused("answered", _("This notice is answered already."))
        write_step(row, Kind.ANSWER, said, actor)
        move(row, WarningNotice.Status.ANSWERED, actor=actor, answered_at=clock.now())
        tell_raiser(row)
    return row


def note_measure(*, notice: WarningNotice, words: str, actor: User) -> NoticeStep:
    """Write down what was done; the notice stays as it is.

    Refuses (`no_words`), (`not_the_owner`) whoever neither owns it nor works on warnings, (`closed`).
    """
    said = require_words(words, "words")
    with transaction.atomic():
        row = lock_one(WarningNotice.objects.filter(pk=notice.pk))
        require_live(row)
        _require_owner_or(row, actor, WORK)
        step = write_step(row, Kind.MEASURE, said, actor)
        record_event("warning_notice.measure_taken", subject=row, actor=actor, data={"step": step.pk})
    return step


def write_step(notice: WarningNotice, kind: str, words: str, actor: User | None) -> NoticeStep:
    """Add a row to what was written on a notice."""
    return NoticeStep.objects.create(
        notice=notice, kind=kind, words=words, made_by=actor, made_at=clock.now()
    )


def _require_owner_or(notice: WarningNotice, actor: User, right: str) -> None:
    if notice.owner_id != actor.pk and not (right and actor.has_right(right)):
        raise Refused("not_the_owner", _("Only the owner of this notice does that."))
