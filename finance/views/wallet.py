"""The customer's wallet: what is there, paying in, taking out, and what became of an order."""

from django.http import HttpResponse

from accounts.access import PersonRequest, customer
from accounts.web.confirm_self import confirms_self
from finance.policies import access_deposit, access_withdrawal
from finance.queries.cards import verified_cards
from finance.views.money_orders import come_back, pay_in, show_order, show_wallet, take_out
from finance.wallet_pages import CUSTOMER


@customer
def home(request: PersonRequest) -> HttpResponse:
    """Show the balance, what is under way, and the latest movements."""
    user = request.user
    context = {"is_verified": user.identity_verified_at is not None, "cards": verified_cards(user)}
    return show_wallet(request, CUSTOMER, context)


@customer
def deposit(request: PersonRequest) -> HttpResponse:
    """Order a deposit and go on to its page."""
    user = request.user
    context = {"is_verified": user.identity_verified_at is not None}
    return pay_in(request, CUSTOMER, verified_cards(user), context)


@customer
@confirms_self("payout")
def withdraw(request: PersonRequest) -> HttpResponse:
    """Take money out in two steps: the amount, then the figures and the confirmation."""
    return take_out(request, CUSTOMER, verified_cards(request.user), {})


@customer
def deposit_status(request: PersonRequest, number: str) -> HttpResponse:
    """Say where a deposit stands; polled by its own page until it is final."""
    return show_order(request, CUSTOMER, access_deposit(request.user, number))


@customer
def deposit_back(request: PersonRequest, number: str) -> HttpResponse:
    """Take a customer in who comes from the bank's page."""
    return come_back(request, CUSTOMER, number)


@customer
def withdrawal_status(request: PersonRequest, number: str) -> HttpResponse:
    """Say where a withdrawal stands; polled by its own page until it is final."""
    return show_order(request, CUSTOMER, access_withdrawal(request.user, number))
