"""What the committee's pages read: the calendar, a meeting's agenda, what waits for a member."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.staff.open_work import WorkItem
from risk.models import AgendaItem, CommitteeMeeting, CommitteeSeat, CommitteeVote, InterestDeclaration

AHEAD = ("planned", "called", "open")


def meetings() -> "QuerySet[CommitteeMeeting]":
    """Return every meeting with how many items it has and how many of them were decided."""
    return CommitteeMeeting.objects.select_related("planned_by").annotate(
        item_count=Count("items", filter=~Q(items__status="dropped")),
        decided_count=Count("items", filter=Q(items__status="decided")),
    )


def meetings_between(from_at: dt.datetime, until_at: dt.datetime) -> list[CommitteeMeeting]:
    """Return the meetings of a span of the calendar that were not called off."""
    rows = meetings().filter(starts_at__gte=from_at, starts_at__lt=until_at)
    return list(rows.exclude(status=CommitteeMeeting.Status.CANCELLED).order_by("starts_at", "pk"))


def next_meeting() -> CommitteeMeeting | None:
    """Return the meeting in session, else the one that comes first."""
    rows = meetings().filter(status__in=AHEAD).order_by("starts_at", "pk")
    return rows.filter(status=CommitteeMeeting.Status.OPEN).first() or rows.first()


def waiting_items(user: User) -> "QuerySet[AgendaItem]":
    """Return the items on which a member still has to declare or to vote, in the order of their meetings."""
    seats = CommitteeSeat.objects.filter(
        meeting=OuterRef("meeting"), member=user.pk, replaced_at__isnull=True
    )
    own = InterestDeclaration.objects.filter(
        item=OuterRef("pk"), seat__member=user.pk, seat__replaced_at__isnull=True
    )
    voted = CommitteeVote.objects.filter(item=OuterRef("pk"), seat__member=user.pk)
    to_declare = Q(status__in=["listed", "voting"], meeting__status__in=["called", "open"]) & ~Exists(own)
    to_vote = Q(status=AgendaItem.Status.VOTING) & ~Exists(own.filter(is_recused=True)) & ~Exists(voted)
    return AgendaItem.objects.filter(Exists(seats)).filter(to_declare | to_vote)


@dataclass(frozen=True)
class AgendaLine:
    """One line of a meeting's agenda as one reader sees it; a recused reader sees that it is there, and no more."""

    item: AgendaItem
    is_closed: bool
    has_declared: bool
    has_voted: bool
    vote_count: int


def agenda(meeting: CommitteeMeeting, user: User) -> list[AgendaLine]:
    """Return the agenda in a constant number of queries."""
    items = list(
        meeting.items.select_related(
            "case__application__borrower__person", "case__application__product_version", "presenter"
        )
        .annotate(vote_count=Count("votes"))
        .order_by("rank")
    )
    own = Q(seat__member=user.pk)
    if user.person_id is not None:
        own |= Q(seat__member__person=user.person_id)
    said = dict(
        InterestDeclaration.objects.filter(own, item__meeting=meeting, seat__replaced_at=None)
        .order_by("is_recused")
        .values_list("item", "is_recused")
    )
    voted = set(CommitteeVote.objects.filter(own, item__meeting=meeting).values_list("item", flat=True))
    return [
        AgendaLine(
            item,
            is_closed=said.get(item.pk, False)
            or (user.person_id is not None and item.case.application.borrower.person_id == user.person_id),
            has_declared=item.pk in said,
            has_voted=item.pk in voted,
            vote_count=item.vote_count,
        )
        for item in items
    ]


def seats_of(user: User) -> list[WorkItem]:
    """Return the meetings ahead in which a colleague sits: somebody else has to be seated there."""
    rows = CommitteeMeeting.objects.filter(
        seats__member=user, seats__replaced_at__isnull=True, status__in=["called", "open"]
    )
    return [
        WorkItem(row.number, f"/office/risk/committee/meetings/{row.number}/")
        for row in rows.order_by("pk").distinct()
    ]
