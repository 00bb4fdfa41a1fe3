"""What follows when somebody has decided about an entry, and when an entry comes into force."""

from collections.abc import Callable
from functools import partial
from typing import Any

from accounts.approval_ends import carry_out_or_lapse
from accounts.models import Approval, Event, WatchEntry
from accounts.services.drop_watch_entry import drop_watch_entry
from accounts.services.end_watch_entry import end_watch_entry
from accounts.services.put_watch_entry_in_force import put_watch_entry_in_force
from accounts.services.scan_customers import scan_customers
from accounts.watch.payloads import END_KIND, ENTRY_KIND

CARRY_OUT: dict[str, Callable[..., Any]] = {
    ENTRY_KIND: put_watch_entry_in_force,
    END_KIND: end_watch_entry,
}


def on_approved(event: Event) -> None:
    """Carry out what was approved; where the entry has moved on meanwhile, let the approval lapse."""
    carry_out = CARRY_OUT.get(str(event.data.get("kind")))
    approval, entry = _find(event) if carry_out else (None, None)
    if carry_out is None or approval is None or entry is None:
        return
    if approval.status != Approval.Status.APPROVED:
        return
    act = partial(carry_out, entry=entry, approval_number=approval.number, actor=event.actor)
    carry_out_or_lapse(act, number=approval.number, actor=event.actor)


def on_not_approved(event: Event) -> None:
    """Drop an entry that was not approved, taken back or forgotten."""
    approval, entry = _find(event) if event.data.get("kind") == ENTRY_KIND else (None, None)
    if approval is not None and entry is not None:
        drop_watch_entry(entry=entry, actor=event.actor)


def on_in_force(event: Event) -> None:
    """Look among the known customers for what now counts."""
    scan_customers(entry_number=event.subject_number)


def _find(event: Event) -> tuple[Approval | None, WatchEntry | None]:
    approval = Approval.objects.filter(pk=event.subject_id).first()
    if approval is None or approval.subject_type != WatchEntry._meta.label_lower:
        return None, None
    return approval, WatchEntry.objects.filter(pk=approval.subject_id).first()
