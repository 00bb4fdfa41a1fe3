"""Getting is checking: meetings and items for those who may see the committee; items never for who is recused."""

from django.http import Http404

from accounts.models import User
from risk.committee.bench import Bench, bench_of
from risk.committee.reading import SEE, is_recused
from risk.models import AgendaItem, CommitteeMeeting, CommitteeMinutes


def access_meeting(user: User, number: str) -> CommitteeMeeting:
    """Return a meeting to whoever may see the committee; else 404."""
    found = (
        CommitteeMeeting.objects.select_related("planned_by", "minutes").filter(number=number).first()
        if user.has_right(SEE)
        else None
    )
    if found is None:
        raise Http404
    return found


def access_item(user: User, number: str) -> tuple[AgendaItem, Bench]:
    """Return an item with its bench; 404 to whoever is recused from it, or is the borrower."""
    rows = AgendaItem.objects.select_related(
        "meeting__planned_by",
        "case__application__borrower__person",
        "case__application__product_version",
        "case__reviewed_by",
        "presenter",
    )
    item = rows.filter(number=number).first() if user.has_right(SEE) else None
    if item is None:
        raise Http404
    bench = bench_of(item.meeting, item)
    person_id = item.case.application.borrower.person_id
    if is_recused(user, bench) or (person_id is not None and person_id == user.person_id):
        raise Http404
    return item, bench


def access_minutes(user: User, number: str) -> CommitteeMinutes:
    """Return the minutes of a meeting by the meeting's number; 404 where there are none yet."""
    meeting = access_meeting(user, number)
    found = CommitteeMinutes.objects.select_related("confirmed_by", "meeting").filter(meeting=meeting).first()
    if found is None:
        raise Http404
    return found
