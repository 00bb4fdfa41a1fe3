"""Write down who comes to a meeting of the credit committee and who leaves."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.committee.bench import bench_of
from risk.models import CommitteeMeeting, CommitteeSeat

OPEN_TO = (CommitteeMeeting.Status.CALLED, CommitteeMeeting.Status.OPEN)


def mark_attendance(
    *, meeting: CommitteeMeeting, code: str, is_present: bool, actor: User, is_secretary: bool
) -> CommitteeSeat:
    """Note that the member of a seat is here, or is not; votes already given stay.

    In a room the secretary notes it; to a meeting in writing members come by themselves. Refuses (`not_in_session`) a
    meeting that is neither called nor open, (`not_yours`) another's seat.
    """
    with transaction.atomic():
        row = lock_one(CommitteeMeeting.objects.filter(pk=meeting.pk))
        if row.status not in OPEN_TO:
            raise Refused("not_in_session", _("Attendance is noted from the call to the end."))
        seat = next((one for one in bench_of(row).seats if one.code == code), None)
        if seat is None:
            raise Refused("not_seated", _("You do not sit in this meeting."))
        is_own = is_same_person(seat.member, actor)
        if row.kind == CommitteeMeeting.Kind.VIRTUAL and not is_own:
            raise Refused("not_yours", _("To a meeting in writing each member comes in person."))
        if row.kind == CommitteeMeeting.Kind.IN_PERSON and not is_secretary:
            raise Refused("not_yours", _("In a room the secretary notes who is here."))
        if seat.is_present == is_present:
            return seat
        at = clock.now()
        if is_present:
            seat.attended_at, seat.left_at = seat.attended_at or at, None
        else:
            seat.left_at = at
        seat.save(update_fields=["attended_at", "left_at"])
        record_event(
            "committee_meeting.came" if is_present else "committee_meeting.left",
            subject=row,
            actor=actor,
            data={"seat": code},
        )
    return seat
