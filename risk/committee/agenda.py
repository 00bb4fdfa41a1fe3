"""Which cases wait for a meeting, and which earlier ones left undecided."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from risk.models import AgendaItem, CommitteeMeeting, CreditCase


def cases_without_meeting() -> "QuerySet[CreditCase]":
    """Return the cases before the committee that stand on no agenda, who waits longest first."""
    live = AgendaItem.objects.filter(case=OuterRef("pk"), status__in=AgendaItem.LIVE)
    rows = CreditCase.objects.filter(~Exists(live), status=CreditCase.Status.ON_AGENDA)
    return rows.select_related(
        "application__borrower__person", "application__product_version", "reviewed_by"
    ).order_by("pk")


def waiting_put_back() -> list[AgendaItem]:
    """Return the last items of cases that a meeting left undecided and no other took up yet."""
    last = AgendaItem.objects.filter(case=OuterRef("case")).order_by("-pk").values("pk")[:1]
    rows = AgendaItem.objects.filter(
        pk=Subquery(last),
        status=AgendaItem.Status.PUT_BACK,
        case__status=CreditCase.Status.ON_AGENDA,
    )
    return list(rows.select_related("case__application__borrower", "presenter").order_by("pk"))


def next_meeting() -> CommitteeMeeting | None:
    """Return the meeting whose agenda is still open and that comes first."""
    ahead = CommitteeMeeting.objects.filter(status__in=CommitteeMeeting.AHEAD)
    return ahead.order_by("starts_at", "pk").first()
