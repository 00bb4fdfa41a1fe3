"""Hand the minutes of the credit committee out as PDF and write down who took them."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from risk.committee.drawing import draw_minutes
from risk.committee.minutes import faults_of, read_minutes
from risk.committee.reading import items_recusing
from risk.models import CommitteeMinutes


def take_out_minutes(*, minutes: CommitteeMinutes, language: str, reader: User) -> bytes:
    """Return the PDF; items from which the reader is recused are named in it and no more.

    Refuses (`minutes_broken`) minutes that are not what was sealed. The caller has asked the policy.
    """
    if faults_of(minutes):
        raise Refused("minutes_broken", _("These minutes are not what was sealed. Please tell the auditor."))
    hidden = set(
        items_recusing(reader).filter(item__meeting=minutes.meeting).values_list("item__number", flat=True)
    )
    record_event(
        "committee_meeting.minutes_read",
        subject=minutes.meeting,
        actor=reader,
        data={"minutes": minutes.number, "language": language},
    )
    return draw_minutes(minutes, read_minutes(minutes), language, hidden=hidden)
