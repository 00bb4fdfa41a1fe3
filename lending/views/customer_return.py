"""A borrower returns a first loan within the cooling-off days."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.formats import yuan
from accounts.web.forms import KeyedForm
from accounts.web.parts import Fact
from finance.queries.wallets import wallet_balance
from lending.cooling.plan import CoolingReturn, cooling_return
from lending.policies import access_loan
from lending.repayment.book import read_books
from lending.services.return_loan import return_loan


@customer
@confirms_self("money")
@require_http_methods(["GET", "POST"])
def give_back(request: PersonRequest, number: str) -> HttpResponse:
    """Show what goes back, then give it back."""
    user = request.user
    loan = access_loan(user, number)
    form = KeyedForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            payment = return_loan(loan=loan, payer=user, key=form.key)
            words = _("%(amount)s went back; the loan is ended without interest.")
            messages.success(request, words % {"amount": yuan(payment.amount_fen)})
            return redirect("loan", number=number)
        books = read_books([loan.pk])
        if not books:
            raise Refused("loan_ended", _("This loan is already paid off."))
        found = cooling_return(books[0], clock.today())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("loan", number=number)
    free_fen = wallet_balance(user).available_fen
    context = {
        "loan": loan,
        "found": found,
        "facts": _facts(found, free_fen),
        "missing_fen": max(0, found.principal_fen - free_fen),
        "form": KeyedForm(),
    }
    return render(request, "lending/customer/return.html", context)


def _facts(found: CoolingReturn, free_fen: int) -> list[Fact]:
    return [
        Fact(_("Principal"), yuan(found.principal_fen), is_figure=True),
        Fact(_("Interest"), yuan(0), _("The company pays the lenders for the days."), is_figure=True),
        Fact(_("Service fee"), yuan(0), is_figure=True),
        Fact(_("You pay now"), yuan(found.principal_fen), is_figure=True, is_total=True),
        Fact(_("Free in your wallet"), yuan(free_fen), is_figure=True),
    ]
