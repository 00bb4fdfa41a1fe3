"""Open the pack of an item and write down who did."""

from accounts.events import record_event
from accounts.models import User
from risk.committee.pack import ReadPack, read_pack
from risk.models import AgendaItem


def open_pack(*, item: AgendaItem, reader: User) -> ReadPack | None:
    """Return the pack and record `agenda_item.pack_read`; None, and nothing recorded, before the meeting is called.

    The caller has asked whether this person may read it.
    """
    pack = read_pack(item)
    if pack is not None:
        record_event("agenda_item.pack_read", subject=item, actor=reader)
    return pack
