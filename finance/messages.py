"""What customers are told about their orders at the bank."""

from django.urls import reverse

from accounts.services.send_message import send_message
from finance.models import BankCard, Deposit, Withdrawal
from finance.templatetags.money import yuan
from finance.wallet_pages import pages_of


def tell_customer(order: Deposit | Withdrawal) -> None:
    """Send the message of the state an order has just reached, in its transaction; once for each state."""
    occasion = f"{order.EVENT_NAME}_{order.status}"
    send_message(
        to=order.user,
        template=occasion,
        context={"amount": yuan(order.amount_fen), "number": order.number},
        key=f"{occasion}:{order.number}",
        link=pages_of(order.user).order_url(order),
    )


def tell_of_new_card(card: BankCard) -> None:
    """Tell the owner of the login that money can soon go to another card, over every channel there is."""
    send_message(
        to=card.user,
        template="card_verified",
        context={"card": card.masked},
        key=f"card_verified:{card.number}",
        link=reverse(pages_of(card.user).cards),
    )
