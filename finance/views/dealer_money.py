"""The wallet of a dealer, for its owner: what is there, paying in, taking out, and what became of an order."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import clock
from accounts.access import PersonRequest, dealer_member
from accounts.dealers.doors import for_owner
from accounts.dealers.sections import MONEY_PAGE, dealer_sections
from accounts.models import DealerMember
from accounts.web.confirm_self import confirms_self
from accounts.web.statement_file import MAKERS, TooLong, as_attachment
from finance.forms.period import period_asked_for
from finance.models import BankCard
from finance.policies import access_deposit, access_withdrawal
from finance.queries.cards import verified_card
from finance.queries.movements import movement_page
from finance.queries.wallet_period import wallet_period
from finance.views.money_orders import come_back, pay_in, show_order, show_wallet, take_out
from finance.wallet_pages import DEALER
from finance.wallet_statement import dealer_statement, wallet_summary


@dealer_member
@require_GET
@for_owner
def home(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Show the balance, what the money waits for, what is under way, and the latest movements."""
    context = {"cards": _accounts(member), "sections": dealer_sections(MONEY_PAGE, member.dealer)}
    return show_wallet(request, DEALER, {**_shared(member), **context})


@dealer_member
@require_GET
@for_owner
def statement(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Show a period of the wallet with the balance after each movement; `?as=csv`, `xlsx` or `pdf` hands it over."""
    user, today = member.user, clock.today()
    form = period_asked_for(request.GET, today)
    page = "finance/dealer/statement.html"
    if not form.is_valid():
        return render(request, page, {**_shared(member), "form": form})
    first_on, last_on = form.cleaned_data["from"], form.cleaned_data["to"]
    ending = request.GET.get("as", "")
    if ending in MAKERS:
        try:
            return as_attachment(dealer_statement(member.dealer, user, first_on, last_on, ending), ending)
        except TooLong as refusal:
            messages.error(request, str(refusal))
    context = {
        "form": form,
        "first_on": first_on,
        "last_on": last_on,
        "rows": wallet_summary(wallet_period(user, first_on, last_on)),
        "page": movement_page(user, request, period=(first_on, last_on)),
    }
    return render(request, page, {**_shared(member), **context})


@dealer_member
@require_http_methods(["GET", "POST"])
@for_owner
def deposit(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Order a deposit from the settlement account and go on to its page."""
    return pay_in(request, DEALER, _accounts(member), _shared(member))


@dealer_member
@confirms_self("payout")
@require_http_methods(["GET", "POST"])
@for_owner
def withdraw(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Take money out to the settlement account in two steps."""
    return take_out(request, DEALER, _accounts(member), _shared(member))


@dealer_member
@require_GET
@for_owner
def deposit_status(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Say where a deposit stands; polled by its own page until it is final."""
    return show_order(request, DEALER, access_deposit(member.user, number), _shared(member))


@dealer_member
@require_GET
@for_owner
def deposit_back(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Take an owner in who comes from the bank's page."""
    return come_back(request, DEALER, number)


@dealer_member
@require_GET
@for_owner
def withdrawal_status(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Say where a withdrawal stands; polled by its own page until it is final."""
    return show_order(request, DEALER, access_withdrawal(member.user, number), _shared(member))


def _accounts(member: DealerMember) -> list[BankCard]:
    """Return the account in use as the only choice: a company's money comes from it and goes to it."""
    account = verified_card(member.user)
    return [account] if account is not None else []


def _shared(member: DealerMember) -> dict[str, Any]:
    return {"dealer": member.dealer, "is_admitted": member.dealer.admitted_at is not None}
