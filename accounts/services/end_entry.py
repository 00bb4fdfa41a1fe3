"""End an entry that was not confirmed: taken back, refused by the customer, or run out."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import StaleState
from accounts.models import AssistedEntry, User
from accounts.states import move


def end_entry(*, entry: AssistedEntry, to: str, actor: User | None) -> None:
    """Move the entry and forget its values and its number. Refuses (`stale_state`) one that has ended."""
    with transaction.atomic():
        if entry.status != AssistedEntry.Status.PROPOSED:
            raise StaleState("stale_state", _("This has ended already."))
        move(entry, to, actor=actor, data={"kind": entry.kind}, ended_at=clock.now(), payload="", phone="")


def find_entries_to_expire(after_id: int, limit: int) -> list[int]:
    """Return entries nobody confirmed in time."""
    late = AssistedEntry.objects.filter(
        status=AssistedEntry.Status.PROPOSED, expires_at__lte=clock.now(), pk__gt=after_id
    )
    return list(late.order_by("pk").values_list("pk", flat=True)[:limit])


def expire_entries(ids: list[int]) -> None:
    """End those that are still open."""
    for entry in AssistedEntry.objects.filter(pk__in=ids, status=AssistedEntry.Status.PROPOSED).order_by(
        "pk"
    ):
        end_entry(entry=entry, to=AssistedEntry.Status.EXPIRED, actor=None)
