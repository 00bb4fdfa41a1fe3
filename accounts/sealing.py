"""What the sealer and the verifier of the event log share: an event's values, the time allowed, the bounds."""

import datetime as dt

from accounts.models import EventSeal

# The columns of an event, in the order in which they are hashed; the first is its id.
EVENT_VALUES = (
    "pk",
    "kind",
    "subject_type",
    "subject_id",
    "subject_number",
    "actor_id",
    "at",
    "business_on",
    "request_id",
    "data",
)
AT = EVENT_VALUES.index("at")

# The longest a transaction may keep an event to itself before it commits: a task's time limit.
GRACE = dt.timedelta(hours=1)
# How far the clocks of two machines may lie apart.
SKEW = dt.timedelta(minutes=5)


def last_real_seal() -> EventSeal | None:
    """Return the newest seal that was made by the calendar's clock."""
    return EventSeal.objects.filter(is_simulated=False).order_by("-number").first()


def earliest_honest(seal: EventSeal | None) -> dt.datetime | None:
    """Return the oldest instant that an event may carry which is sealed after a seal; any where there is none."""
    return seal.newest_event_at - GRACE if seal is not None else None
