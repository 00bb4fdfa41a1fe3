"""What the ground floor registers about the event log and people's data when the site starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from accounts.services.seal_events import seal_events


def register_audit() -> None:
    """Seal the event log in every close, right before the books are proved."""
    register_step(CloseStep("seal", _("Sealing of the event log"), 890, _once, _seal, is_atomic=False))


def _once(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    return [1] if after_id < 1 else []


def _seal(business_date: dt.date, ids: list[int]) -> None:
    seal_events()
