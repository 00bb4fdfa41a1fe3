"""A borrower lets the bound card be debited for a loan, changes the card, or revokes it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from finance.queries.cards import verified_cards
from lending.card_debit.consent import consent_text, later_days_words
from lending.card_debit.mandates import mandates_in_force
from lending.forms.card_debit import MandateForm
from lending.models import DebitRequest, Loan
from lending.policies import access_loan
from lending.services.grant_debit_mandate import grant_debit_mandate
from lending.services.revoke_debit_mandate import revoke_debit_mandate

NEWEST = 20


@customer
@confirms_self("money")
@require_http_methods(["GET", "POST"])
def card_debit(request: PersonRequest, number: str) -> HttpResponse:
    """Show the mandate and what came of each debit; a press grants it or changes card and cap."""
    user = request.user
    loan = access_loan(user, number)
    if loan.status not in Loan.OWING:
        messages.info(request, _("This loan is already paid off."))
        return redirect("loan", number=number)
    cards = verified_cards(user)
    form = MandateForm(request.POST or None, cards=cards)
    if request.method == "POST" and form.is_valid():
        try:
            grant_debit_mandate(
                loan=loan,
                borrower=user,
                card_number=form.cleaned_data["card_number"],
                cap_fen=form.cleaned_data["cap_fen"],
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Your card is debited for this loan from the next due date on."))
            return redirect("card_debit", number=number)
    mandate = mandates_in_force().filter(loan=loan).select_related("card").first()
    requests = DebitRequest.objects.filter(loan=loan).select_related("deposit__card").order_by("-pk")
    context = {
        "loan": loan,
        "mandate": mandate,
        "mandate_text": consent_text(loan, mandate.card, mandate.cap_fen) if mandate else "",
        "requests": requests[:NEWEST],
        "later_days": later_days_words(),
        "form": form if cards else None,
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "lending/customer/card_debit.html", context, status=status)


@customer
@require_POST
def revoke(request: PersonRequest, number: str) -> HttpResponse:
    """Revoke the mandate at once."""
    user = request.user
    loan = access_loan(user, number)
    if revoke_debit_mandate(loan=loan, borrower=user):
        messages.success(request, _("Revoked: your card is not debited any more."))
    return redirect("card_debit", number=number)
