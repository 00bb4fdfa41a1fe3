"""What follows when a request for approval has been decided: the events, and carrying out what was approved."""

import logging
from collections.abc import Callable
from typing import Any

from accounts.errors import Refused
from accounts.models import Event, User
from accounts.services.lapse_approval import lapse_approval

logger = logging.getLogger(__name__)

APPROVED = "approval.approved"
# Every way a request ends, for whoever follows all of them.
ENDS = (APPROVED, "approval.rejected", "approval.withdrawn", "approval.expired")


def follow_approval(event: Event, act: Callable[[], Any], otherwise: Callable[[], Any]) -> None:
    """Carry out what was approved; what was not, or has become impossible, goes the other way."""
    if event.kind != APPROVED or not carry_out_or_lapse(act, number=event.subject_number, actor=event.actor):
        otherwise()


def carry_out_or_lapse(act: Callable[[], Any], *, number: str, actor: User | None) -> bool:
    """Carry out what was approved and return True; what has become impossible lets its approval lapse.

    So it can be asked for anew. A refusal is logged and kept with the approval, never swallowed.
    """
    try:
        act()
    except Refused as refusal:
        logger.warning("approval %s was not carried out: %s", number, refusal.code)
        lapse_approval(number=number, because=refusal.code, actor=actor)
        return False
    return True
