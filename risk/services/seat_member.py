"""Let somebody else sit in a seat of the credit committee."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.staff.queries import holders_of_role
from risk.committee.bench import bench_of
from risk.committee.messages import invite
from risk.committee.recusing import recuse_known
from risk.models import AgendaItem, CommitteeMeeting, CommitteeSeat


def seat_member(*, meeting: CommitteeMeeting, code: str, member: User, actor: User) -> CommitteeSeat:
    """Seat another holder of the seat's job, or its deputy's, before the meeting opens; who sat there is heard no more.

    Refuses (`not_called`) a meeting that is not called or in session already, (`not_of_this_job`) whoever may not take
    this seat, (`sits_already`) a person with a seat, and the person who keeps the minutes.
    """
    with transaction.atomic():
        row = lock_one(CommitteeMeeting.objects.filter(pk=meeting.pk))
        if row.status != CommitteeMeeting.Status.CALLED:
            raise Refused("not_called", _("Seats change between the call and the opening."))
        bench = bench_of(row)
        seat = bench.rules.seat(code)
        before = next(one for one in bench.seats if one.code == code)
        is_holder = holders_of_role(seat.role).filter(pk=member.pk).exists()
        is_deputy = bool(seat.deputy_role) and holders_of_role(seat.deputy_role).filter(pk=member.pk).exists()
        if not (is_holder or is_deputy):
            raise Refused("not_of_this_job", _("This colleague may not take this seat."), field="member")
        if bench.seat_of(member) is not None or is_same_person(member, row.planned_by):
            raise Refused("sits_already", _("This colleague already has a part in it."), field="member")
        CommitteeSeat.objects.filter(pk=before.pk).update(replaced_at=clock.now())
        after = CommitteeSeat.objects.create(
            meeting=row, code=code, rank=before.rank, member=member, is_deputy=not is_holder
        )
        record_event(
            "committee_meeting.seated",
            subject=row,
            actor=actor,
            data={"seat": code, "member": member.number, "before": before.member.number},
        )
        for item in AgendaItem.objects.filter(meeting=row, status=AgendaItem.Status.LISTED).select_related(
            "case__application__borrower", "case__reviewed_by", "meeting"
        ):
            recuse_known(item, after)
        invite(row, after)
    return after
