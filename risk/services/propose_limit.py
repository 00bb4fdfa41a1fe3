"""Ask for another person's approval of a limit."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.put_before_another import put_before_another
from lending.limits import exists_side, uses_of
from lending.models import ExposureLimit
from risk.models import LimitProposal

KIND = "risk.limit"
PREFIX = "LP"


def propose_limit(
    *, kind: str, key: str, limit_fen: int, is_hard: bool, reason: str, maker: User, ends: bool = False
) -> LimitProposal:
    """Put a limit, or its end, before another person; until then the one before holds.

    Refuses (`bad_side`) a side there is not, (`bad_limit`) an amount below zero, (`no_limit`) the end of one that is
    not in force, no reason, and (`already_asked`).
    """
    if kind not in ExposureLimit.Kind.values or not exists_side(kind, key):
        raise Refused("bad_side", _("There is nothing of this name to limit."), field="key")
    if limit_fen < 0:
        raise Refused("bad_limit", _("A limit is not below zero."), field="limit")
    if ends and not ExposureLimit.objects.filter(kind=kind, key=key, is_in_force=True).exists():
        raise Refused("no_limit", _("No such limit is in force."), field="key")
    with transaction.atomic():
        row = LimitProposal(
            number=next_number(PREFIX),
            kind=kind,
            key=key,
            limit_fen=limit_fen,
            is_hard=is_hard,
            ends=ends,
            reason=reason.strip(),
            seen=_seen(kind, key),
            planned_by=maker,
            planned_at=clock.now(),
        )
        put_before_another(
            row,
            maker=maker,
            kind=KIND,
            payload=payload_of(row),
            page_path="/office/risk/limits/",
            reason=reason,
            waiting=_("A limit on this waits for approval already."),
        )
    return row


def payload_of(row: LimitProposal) -> dict[str, Any]:
    """Return what an approval is bound to; a proposal from before figures were kept is bound without them."""
    return {
        "proposal": row.number,
        "kind": row.kind,
        "key": row.key,
        "limit_fen": row.limit_fen,
        "is_hard": row.is_hard,
        "ends": row.ends,
        **({"seen": row.seen} if row.seen else {}),
    }


def _seen(kind: str, key: str) -> dict[str, Any]:
    """Return the side as it is now: its limit and effect where one is in force, and what is used; fen."""
    now = ExposureLimit.objects.filter(kind=kind, key=key, is_in_force=True).first()
    probe = now or ExposureLimit(pk=0, kind=kind, key=key, limit_fen=0, is_hard=True)
    return {
        "limit_fen": now.limit_fen if now is not None else None,
        "is_hard": now.is_hard if now is not None else None,
        "used_fen": uses_of([probe])[0].used_fen,
    }
