"""Where redrawn schedules meet the house: approvals, votes and messages."""

from django.utils.translation import gettext_lazy as _

from accounts.approval_ends import ENDS
from accounts.events import subscribe
from accounts.models import User
from accounts.staff.open_work import OpenWork, WorkItem, add_open_work
from lending.models import Restructure
from lending.redrawing.messages import TEMPLATES_OF_VOTE, register_messages


def register_redrawing() -> None:
    """Act on approvals, and tell the borrower and the holders."""
    subscribe("lending.offer_restructures", ENDS, "lending.handlers.act_on_restructure_approval")
    subscribe(
        "lending.tell_of_restructure",
        ["restructure.offered", "restructure.declined"],
        "lending.redrawing.messages.tell_of_restructure",
    )
    subscribe("lending.tell_of_redrawing", ["loan.redrawn"], "lending.redrawing.messages.tell_of_redrawing")
    subscribe("lending.tell_of_vote", list(TEMPLATES_OF_VOTE), "lending.redrawing.messages.tell_of_vote")
    register_messages()
    add_open_work(OpenWork("restructures", 50, _("New schedules planned"), restructures_planned_by))


def restructures_planned_by(user: User) -> list[WorkItem]:
    """Return the plans of a colleague that lenders, a second person or the borrower have not answered yet."""
    rows = Restructure.objects.filter(planned_by=user, status__in=Restructure.OPEN).order_by("pk")
    return [WorkItem(row.number, f"/office/lending/hardship/{row.number}/") for row in rows]
