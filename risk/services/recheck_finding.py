"""Check again whether a finding is mended."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import InspectionFinding

RIGHT = "risk.inspect"


def recheck_finding(
    *, finding: InspectionFinding, is_in_order: bool, words: str, actor: User
) -> InspectionFinding:
    """Let the finding rest as verified, or give it back to its owner with the reason.

    Refuses (`no_words`), (`no_right`) who may not inspect, (`mended_by_you`) the person who mended it, (`not_mended`).
    """
    if not words.strip():
        raise Refused("no_words", _("Say what you saw."), field="words")
    if not actor.has_right(RIGHT):
        raise Refused("no_right", _("Only who inspects checks a finding again."))
    with transaction.atomic():
        row = lock_one(InspectionFinding.objects.filter(pk=finding.pk))
        if row.status != InspectionFinding.Status.MENDED:
            raise Refused("not_mended", _("Nobody has said yet that this is mended."))
        if row.mended_by is not None and is_same_person(row.mended_by, actor):
            raise Refused("mended_by_you", _("You mended it; another person checks it."))
        seen: dict[str, Any] = {
            "rechecked_by": actor,
            "rechecked_at": clock.now(),
            "recheck_words": words.strip(),
        }
        if is_in_order:
            move(row, InspectionFinding.Status.VERIFIED, actor=actor, **seen)
        else:
            move(
                row,
                InspectionFinding.Status.OPEN,
                actor=actor,
                times_reopened=F("times_reopened") + 1,
                **seen,
            )
            row.refresh_from_db(fields=["times_reopened"])
    return row
