"""What the lists of the risk database read."""

from django.db.models import QuerySet

from accounts import clock
from accounts.models import Appointment, Event, User
from accounts.models.in_force import holds_today
from accounts.roles import ROLES
from accounts.staff.open_work import WorkItem
from risk.models import ListAppeal, RiskWatch

KEEP = "risk.keep_database"
# What the list and the pages of a watch show beside it.
WITH = ("customer__person", "loan", "dealer__organisation", "owner")


def watches(view: str = "", owner: User | None = None) -> "QuerySet[RiskWatch]":
    """Return watches: those that run, `late` those whose review is overdue, `exit` those to confirm, `ended`."""
    rows = RiskWatch.objects.select_related(*WITH)
    if owner is not None:
        rows = rows.filter(owner=owner)
    if view == "late":
        return rows.filter(status__in=RiskWatch.LIVE, review_on__lt=clock.today())
    if view == "exit":
        return rows.filter(status=RiskWatch.Status.EXIT_PROPOSED)
    if view == "ended":
        return rows.filter(status=RiskWatch.Status.ENDED)
    return rows.filter(status__in=RiskWatch.LIVE)


def watches_due(user: User) -> "QuerySet[RiskWatch]":
    """Return the watches of an owner that wait today: for a review, or for the confirmation of the exit."""
    own = RiskWatch.objects.filter(owner=user)
    due = own.filter(status__in=RiskWatch.LIVE, review_on__lte=clock.today())
    return due | own.filter(status=RiskWatch.Status.EXIT_PROPOSED)


def watches_owned(user: User) -> list[WorkItem]:
    """Return every running watch of a colleague, who may hand them over."""
    rows = RiskWatch.objects.filter(owner=user, status__in=RiskWatch.LIVE).order_by("pk")
    return [WorkItem(row.number, f"/office/risk/database/watches/{row.number}/") for row in rows]


def keepers() -> "QuerySet[User]":
    """Return the colleagues who may own a watch."""
    roles = [role for role, rights in ROLES.items() if KEEP in rights]
    seated = Appointment.objects.filter(holds_today(), position__carries__role__in=roles)
    return User.objects.filter(pk__in=seated.values("user"), is_active=True).order_by("display_name", "pk")


def events_of_watch(watch: RiskWatch) -> "QuerySet[Event]":
    """Return what happened to a watch."""
    return Event.objects.select_related("actor").filter(subject_type="riskwatch", subject_id=watch.pk)


def appeals_open() -> "QuerySet[ListAppeal]":
    """Return the appeals that wait for an answer."""
    return ListAppeal.objects.filter(status=ListAppeal.Status.OPEN)
