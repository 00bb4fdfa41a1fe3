"""Give a warning notice to another owner."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.models import NoticeStep, WarningNotice
from risk.services.answer_notice import write_step
from risk.warnings.desk import require_live, require_owner, require_words
from risk.warnings.messages import tell_owner


def reassign_notice(*, notice: WarningNotice, owner: User, words: str, actor: User | None) -> WarningNotice:
    """Hand the notice over and tell the new owner; its day stays.

    Refuses (`no_words`), (`closed`), (`not_an_owner`), (`has_it`).
    """
    said = require_words(words, "words")
    require_owner(owner)
    with transaction.atomic():
        row = lock_one(WarningNotice.objects.filter(pk=notice.pk))
        require_live(row)
        if row.owner_id == owner.pk:
            raise Refused("has_it", _("This colleague has the notice already."), field="owner")
        before = row.owner.number
        row.owner = owner
        row.save(update_fields=["owner"])
        step = write_step(row, NoticeStep.Kind.OWNER, said, actor)
        record_event(
            "warning_notice.handed_over",
            subject=row,
            actor=actor,
            data={"from": before, "to": owner.number},
        )
        tell_owner(row, f"handed:{step.pk}")
    return row
