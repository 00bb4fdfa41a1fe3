"""Use a one-time code."""

import secrets

from django.db.models import F

from accounts import clock
from accounts.events import record_event
from accounts.models import VerificationCode
from accounts.services.issue_code import code_hash

TRIES = 3


def use_code(*, handle: str, typed: str) -> bool:
    """Say whether the typed code is the one issued for the handle, and use it up.

    Each try is counted by one conditional update before the code is looked at, so that guesses sent side by side cannot
    have more than three; a used, expired or unknown code is simply wrong.
    """
    at = clock.now()
    good = VerificationCode.objects.filter(handle=handle, used_at__isnull=True, expires_at__gt=at)
    if good.filter(tries__lt=TRIES).update(tries=F("tries") + 1) != 1:
        return False
    expected = VerificationCode.objects.values_list("code_hash", flat=True).get(handle=handle)
    digits = "".join(typed.split()).replace("-", "")
    if not secrets.compare_digest(expected, code_hash(handle, digits)):
        _log_when_spent(handle)
        return False
    return good.update(used_at=at) == 1


def _log_when_spent(handle: str) -> None:
    """Write down that somebody typed three wrong codes; of guesses side by side the last one does."""
    row = VerificationCode.objects.get(handle=handle)
    if row.tries >= TRIES:
        record_event("code.spent", subject=None, actor=None, data={"code": row.pk})
