"""Call the members of the credit committee to a meeting."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.staff.queries import holders_of_role
from accounts.states import move
from risk.committee.constitution import read_rules, titles_of
from risk.committee.messages import invite
from risk.committee.pack import make_pack
from risk.committee.recusing import recuse_known
from risk.domain.committee import Rules
from risk.models import AgendaItem, CommitteeMeeting, CommitteeSeat


def call_meeting(*, meeting: CommitteeMeeting, actor: User) -> CommitteeMeeting:
    """Fill the seats, freeze the packs, keep out whom the house knows to be interested, and invite.

    Refuses (`stale_meeting`) a meeting that is not planned any more, (`no_items`) an empty agenda, (`notice_too_short`)
    less time than the constitution gives the members, (`seat_empty`) a seat that nobody can take.
    """
    with transaction.atomic():
        row = lock_one(CommitteeMeeting.objects.filter(pk=meeting.pk))
        if row.status != CommitteeMeeting.Status.PLANNED:
            raise Refused("stale_meeting", _("This meeting has already been called."))
        rules = read_rules(row.rules)
        items = list(
            row.items.filter(status=AgendaItem.Status.LISTED)
            .select_related(
                "case__application__borrower__person",
                "case__application__product_version",
                "case__reviewed_by",
                "meeting",
            )
            .order_by("rank")
        )
        if not items:
            raise Refused("no_items", _("Nothing is on the agenda yet."))
        at = clock.now()
        if row.starts_at - at < dt.timedelta(hours=rules.notice_hours):
            raise Refused(
                "notice_too_short",
                _("Members are called at least %(hours)s hours ahead.") % {"hours": rules.notice_hours},
            )
        _fill(row, rules, actor)
        for item in items:
            make_pack(item)
            recuse_known(item)
        move(row, CommitteeMeeting.Status.CALLED, actor=actor, called_at=at)
        invite(row)
    return row


def _fill(meeting: CommitteeMeeting, rules: Rules, actor: User) -> None:
    """Seat the holders of each seat's job, whoever came first first, nobody twice; a deputy where there is none."""
    taken: list[User] = [actor]
    titles = titles_of(rules)
    for rank, seat in enumerate(rules.seats, start=1):
        member = _free(seat.role, taken)
        deputy = _free(seat.deputy_role, taken) if member is None and seat.deputy_role else None
        found = member or deputy
        if found is None:
            raise Refused(
                "seat_empty", _("Nobody can take this seat: %(seat)s.") % {"seat": titles[seat.code]}
            )
        taken.append(found)
        CommitteeSeat.objects.create(
            meeting=meeting, code=seat.code, rank=rank, member=found, is_deputy=member is None
        )


def _free(role: str, taken: list[User]) -> User | None:
    return next(
        (one for one in holders_of_role(role) if not any(is_same_person(one, other) for other in taken)),
        None,
    )
