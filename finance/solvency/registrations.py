"""Where the proof of solvency meets the house: the close, the append-only tables, and what always holds."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_all_but, keep_append_only
from accounts.closing import CloseStep, register_step
from accounts.web.event_words import add_event_words
from finance.models import SolvencyTree
from finance.services.publish_solvency import EVENT, publish_solvency
from finance.solvency import invariants as _invariants  # noqa: F401, invariants register by import


def register_solvency() -> None:
    """Add the step of the close, right before the event log is sealed, so that each day's seal holds its root."""
    keep_append_only("finance_solvencybranch", "finance_solvencyproof")
    # A new key writes the secret anew; the hash of the tree proves it.
    keep_all_but(SolvencyTree, "secret")
    register_step(CloseStep("solvency", _("Proof of solvency"), 860, _once, _publish))
    add_event_words({EVENT: _("Proof of solvency published")})


def _once(_day: dt.date, after_id: int, _limit: int) -> list[int]:
    return [1] if after_id < 1 else []


def _publish(day: dt.date, _ids: list[int]) -> None:
    publish_solvency(day=day)
