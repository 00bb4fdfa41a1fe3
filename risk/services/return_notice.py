"""Give an answered warning notice back to its owner."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import NoticeStep, WarningNotice
from risk.services.answer_notice import write_step
from risk.warnings.desk import deadline, require_words
from risk.warnings.messages import tell_owner


def return_notice(*, notice: WarningNotice, words: str, actor: User) -> WarningNotice:
    """Open it again with a deadline counted from today; refuses (`no_words`), (`not_answered`)."""
    said = require_words(words, "words")
    with transaction.atomic():
        row = lock_one(WarningNotice.objects.filter(pk=notice.pk))
        if row.status != WarningNotice.Status.ANSWERED:
            raise Refused("not_answered", _("Only an answered notice is given back."))
        write_step(row, NoticeStep.Kind.RETURN, said, actor)
        move(
            row,
            WarningNotice.Status.OPEN,
            actor=actor,
            answered_at=None,
            escalated_on=None,
            due_on=deadline(row.level, clock.today()),
        )
        tell_owner(row, "returned")
    return row
