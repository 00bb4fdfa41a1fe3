"""Where debits of bound cards meet the house: events and messages."""

from accounts.events import subscribe
from lending.card_debit.messages import TEMPLATES, register_messages


def register_card_debits() -> None:
    """Hear what the bank said, and tell the borrower."""
    subscribe(
        "lending.card_debits",
        ["deposit.confirmed", "deposit.failed"],
        "lending.handlers.act_on_card_debit",
    )
    subscribe("lending.tell_of_card_debit", list(TEMPLATES), "lending.card_debit.messages.tell")
    register_messages()
