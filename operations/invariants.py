"""What must always hold of the daily closes."""

from django.utils.translation import gettext as _

from accounts.invariants import invariant
from accounts.models import EventSeal
from operations.models import DayClose

CHUNK = 900


@invariant("event_log_anchored")
def event_log_anchored() -> list[str]:
    """Each closed day remembers how far the event log was sealed; a log rewritten from there does not fit."""
    closes = DayClose.objects.filter(seal_number__gt=0).order_by("business_date")
    anchors = list(closes.values_list("business_date", "seal_number", "seal_hash"))
    hashes: dict[int, str] = {}
    for start in range(0, len(anchors), CHUNK):
        numbers = [number for _on, number, _hash in anchors[start : start + CHUNK]]
        hashes.update(EventSeal.objects.filter(number__in=numbers).values_list("number", "hash"))
    return [
        _("Cut off: seal %(seal)s of the event log is not the one that the close of %(day)s saw.")
        % {"seal": number, "day": on.isoformat()}
        for on, number, seal_hash in anchors
        if hashes.get(number) != seal_hash
    ][:20]
