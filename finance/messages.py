"""What customers are told about their orders at the bank."""

from django.urls import reverse

from accounts.models import User
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
    """Tell the owner of the login that money can soon go elsewhere, over every channel there is."""
    template = "account_verified" if card.user.kind == User.Kind.DEALER else "card_verified"
    send_message(
        to=card.user,
        template=template,
        context={"card": card.masked},
        key=f"{template}:{card.number}",
        link=reverse(pages_of(card.user).cards),
    )
