"""The ground floor's steps of the daily close."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from accounts.services.begin_changes import begin_changes, find_changes_to_begin
from accounts.services.end_entry import expire_entries, find_entries_to_expire
from accounts.services.expire_approvals import expire_approvals, find_approvals_to_expire
from accounts.services.expire_watch_entries import expire_watch_entries, find_watch_entries_to_expire
from accounts.services.look_again_at_frozen import find_frozen, look_again_at_frozen
from accounts.services.open_expired_cards import find_expired_cards, open_expired_cards
from accounts.services.seal_events import seal_events
from accounts.services.turn_deputyships import find_deputyships_to_turn, turn_deputyships


def register_steps() -> None:
    """Add the steps to every close."""
    register_step(CloseStep("expire_approvals", _("Requests for approval that ran out"), 50, _find, _work))
    register_step(
        CloseStep("look_again", _("Deletions that the law held up"), 60, find_frozen, look_again_at_frozen)
    )
    register_step(
        CloseStep(
            "expire_entries", _("Entries for customers that nobody confirmed"), 55, _find_entries, _expire
        )
    )
    register_step(
        CloseStep(
            "expire_watch_entries",
            _("Entries of the watch-list that ran out"),
            65,
            find_watch_entries_to_expire,
            _expire_watch_entries,
        )
    )
    register_step(
        CloseStep(
            "expired_cards", _("Identity cards that ran out"), 66, find_expired_cards, _open_expired_cards
        )
    )
    register_step(
        CloseStep("staff_changes", _("Joiners, movers and leavers"), 70, find_changes_to_begin, begin_changes)
    )
    register_step(
        CloseStep("deputyships", _("Deputies for absence"), 75, find_deputyships_to_turn, turn_deputyships)
    )
    # Last of all, right before the books are proved.
    register_step(CloseStep("seal", _("Sealing of the event log"), 890, _once, _seal, is_atomic=False))


def _find(day: dt.date, after_id: int, limit: int) -> list[int]:
    return find_approvals_to_expire(after_id, limit)


def _work(day: dt.date, ids: list[int]) -> None:
    expire_approvals(ids)


def _find_entries(day: dt.date, after_id: int, limit: int) -> list[int]:
    return find_entries_to_expire(after_id, limit)


def _expire(day: dt.date, ids: list[int]) -> None:
    expire_entries(ids)


def _expire_watch_entries(day: dt.date, ids: list[int]) -> None:
    expire_watch_entries(ids)


def _open_expired_cards(day: dt.date, ids: list[int]) -> None:
    open_expired_cards(ids)


def _once(day: dt.date, after_id: int, limit: int) -> list[int]:
    return [1] if after_id < 1 else []


def _seal(day: dt.date, ids: list[int]) -> None:
    seal_events()
