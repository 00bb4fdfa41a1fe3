"""The ground floor's step of the daily close."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from accounts.services.expire_approvals import expire_approvals, find_approvals_to_expire


def register_steps() -> None:
    """Add the step to every close."""
    register_step(CloseStep("expire_approvals", _("Requests for approval that ran out"), 50, _find, _work))


def _find(day: dt.date, after_id: int, limit: int) -> list[int]:
    return find_approvals_to_expire(after_id, limit)


def _work(day: dt.date, ids: list[int]) -> None:
    expire_approvals(ids)
