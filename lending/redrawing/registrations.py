"""Where redrawn schedules meet the house: approvals, votes and messages."""

from accounts.events import subscribe
from lending.redrawing.messages import TEMPLATES_OF_VOTE, register_messages

ENDS = ["approval.approved", "approval.rejected", "approval.withdrawn", "approval.expired"]


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
