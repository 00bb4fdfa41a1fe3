"""Statements of the bank and breaks, for the pages of the office."""

import datetime as dt

from django.db.models import Count, F, QuerySet

from accounts.models import BusinessDate, User
from accounts.roles import ROLES
from accounts.staff.queries import holders_of_role
from finance.models import CustodyStatement, ReconciliationBreak, StatementLine

RIGHT = "finance.reconcile"
NOT_MATCHED = ("in_transit", "broken")
SHOWN = 200


def unresolved_breaks() -> QuerySet[ReconciliationBreak]:
    """Return the breaks that somebody has to look after, for the badge of the queue too."""
    return ReconciliationBreak.objects.filter(status__in=ReconciliationBreak.UNRESOLVED)


def breaks(*, is_open: bool) -> QuerySet[ReconciliationBreak]:
    """Return the breaks to look after, or those that were resolved, with their people."""
    rows = ReconciliationBreak.objects.select_related("owner", "resolved_by", "checked_by")
    states = ReconciliationBreak.UNRESOLVED
    return rows.filter(status__in=states) if is_open else rows.exclude(status__in=states)


def statements() -> QuerySet[CustodyStatement]:
    """Return the statement that counts of each day."""
    return CustodyStatement.objects.filter(status__in=CustodyStatement.CURRENT).defer("content")


def with_break_counts(rows: list[CustodyStatement]) -> list[tuple[CustodyStatement, int]]:
    """Return each statement with the number of its day's unresolved breaks, in one query."""
    days = [row.business_on for row in rows]
    counts = dict(
        unresolved_breaks()
        .filter(business_on__in=days)
        .order_by()
        .values_list("business_on")
        .annotate(count=Count("pk"))
    )
    return [(row, counts.get(row.business_on, 0)) for row in rows]


def refused_files() -> QuerySet[CustodyStatement]:
    """Return the files in quarantine."""
    rows = CustodyStatement.objects.filter(status=CustodyStatement.Status.QUARANTINED)
    return rows.select_related("imported_by").defer("content")


def current_statement(day: dt.date) -> CustodyStatement | None:
    """Return the statement of a day that counts."""
    return statements().select_related("imported_by").filter(business_on=day).first()


def files_of(day: dt.date) -> list[CustodyStatement]:
    """Return every file that names a day, newest first."""
    rows = CustodyStatement.objects.filter(business_on=day).select_related("imported_by").defer("content")
    return list(rows.order_by("-pk")[:SHOWN])


def breaks_of(day: dt.date) -> list[ReconciliationBreak]:
    """Return a day's breaks, those to look after first."""
    rows = ReconciliationBreak.objects.filter(business_on=day).select_related("owner")
    return list(rows.order_by(F("resolved_at").asc(nulls_first=True), "pk")[:SHOWN])


def lines_not_matched(statement: CustodyStatement) -> list[StatementLine]:
    """Return the lines of a statement that are in transit or a break."""
    return list(statement.lines.filter(verdict__in=NOT_MATCHED).order_by("row")[:SHOWN])


def lines_of(statement: CustodyStatement) -> QuerySet[StatementLine]:
    """Return all lines of a statement."""
    return StatementLine.objects.filter(statement=statement)


def missing_day() -> dt.date | None:
    """Return the last closed day where no statement of it was taken in, None where there is one."""
    closed_through_on = BusinessDate.objects.values_list("closed_through_on", flat=True).first()
    if closed_through_on is None or current_statement(closed_through_on) is not None:
        return None
    return closed_through_on


def reconcilers() -> list[User]:
    """Return the colleagues whose job includes looking into breaks, by name."""
    roles = [role for role, rights in ROLES.items() if RIGHT in rights]
    people = {user.pk: user for role in roles for user in holders_of_role(role)}
    return sorted(people.values(), key=lambda user: (user.name, user.pk))
