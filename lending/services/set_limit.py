"""Write down what may be owed in all on one side of the book."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.limits import exists_side
from lending.models import ExposureLimit


def set_limit(
    *, kind: str, key: str, limit_fen: int, is_hard: bool, set_by: User, is_in_force: bool = True
) -> ExposureLimit:
    """Set the limit of a side from now on, or end it; what was listed or lent before stays and counts.

    Refuses what `check_limit` refuses.
    """
    check_limit(kind, key, limit_fen)
    with transaction.atomic():
        values = {
            "limit_fen": limit_fen,
            "is_hard": is_hard,
            "is_in_force": is_in_force,
            "set_by": set_by,
            "set_at": clock.now(),
        }
        row, is_new = ExposureLimit.objects.get_or_create(kind=kind, key=key, defaults=values)
        if not is_new:
            row = lock_one(ExposureLimit.objects.filter(pk=row.pk))
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))
        record_event(
            "limit.set" if is_in_force else "limit.ended",
            subject=row,
            actor=set_by,
            data={"limit_fen": limit_fen, "is_hard": is_hard},
        )
    return row


def check_limit(kind: str, key: str, limit_fen: int) -> None:
    """Refuse (`bad_side`) a side there is not, and (`bad_limit`) an amount below zero; nothing is locked for it."""
    if kind not in ExposureLimit.Kind.values or not exists_side(kind, key):
        raise Refused("bad_side", _("There is nothing of this name to limit."), field="key")
    if limit_fen < 0:
        raise Refused("bad_limit", _("A limit is not below zero."), field="limit")
