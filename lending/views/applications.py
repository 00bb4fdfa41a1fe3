"""A borrower's applications: where they stand, the offer, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.esign.codes import is_code_sent
from accounts.web.client_address import client_network
from accounts.web.confirm_self import confirms_self
from accounts.web.paging import page_by_key
from lending.application_papers import paper_groups
from lending.application_story import application_facts, application_moments, application_steps
from lending.conditions.queries import conditions_of
from lending.conditions.story import shown_condition
from lending.contracts.draft import draft_wording
from lending.contracts.signed_offer import contract_words, signed_offer, signing_facts
from lending.forms.application import AcceptForm
from lending.labels import end_reason_label
from lending.listing_facts import late_fact
from lending.models import Application, Listing, Loan
from lending.offers import offer_text, quote_offer
from lending.page_sections import APPLICATION_PAGE
from lending.policies import access_application
from lending.queries.borrowing import applications_of
from lending.queries.goods import order_of
from lending.services.send_offer_code import send_offer_code
from lending.services.sign_offer import sign_offer
from lending.services.withdraw_application import withdraw_application
from lending.views.quote import quote_facts


@customer
def applications(request: PersonRequest) -> HttpResponse:
    """List the borrower's applications."""
    page = page_by_key(applications_of(request.user), request)
    return render(request, "lending/customer/applications.html", {"page": page})


@customer
@confirms_self("money")
def application(request: PersonRequest, number: str) -> HttpResponse:
    """Show where one application stands, and its offer while there is one; signing it posts here."""
    found = access_application(request.user, number)
    form = None
    if request.method == "POST" and request.POST.get("act") == "code":
        return _send_code(request, found)
    if request.method == "POST":
        form = AcceptForm(request.POST)
        if form.is_valid():
            try:
                sign_offer(
                    application=found,
                    borrower=request.user,
                    shown_hash=form.cleaned_data["shown_hash"],
                    code=form.cleaned_data["code"],
                )
                return redirect("application", number=number)
            except Refused as refusal:
                form.add_refusal(refusal)
    return render(request, "lending/customer/application.html", _context(found, form))


def _send_code(request: PersonRequest, found: Application) -> HttpResponse:
    try:
        send_offer_code(application=found, borrower=request.user, origin=client_network(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The code is on its way. It is good for 10 minutes."))
    return redirect(f"{reverse('application', args=[found.number])}#sign")


@customer
@require_POST
def withdraw(request: PersonRequest, number: str) -> HttpResponse:
    """Take the application back."""
    found = access_application(request.user, number)
    withdraw_application(application=found, borrower=request.user)
    messages.success(request, _("The application is withdrawn."))
    return redirect("application", number=number)


def _context(found: Application, form: AcceptForm | None) -> dict[str, Any]:
    listing = Listing.objects.filter(application=found).first()
    context: dict[str, Any] = {
        "application": found,
        "listing": listing,
        "sections": APPLICATION_PAGE.shown(found),
        "conditions": [shown_condition(row, clock.today()) for row in conditions_of(found)],
        "order": order_of(found),
        "facts": application_facts(found),
        "papers": paper_groups(found),
        "steps": application_steps(found),
        "moments": application_moments(found, listing),
        "end_reason": end_reason_label(found.end_reason),
        "is_editable": found.status in (Application.Status.DRAFT, Application.Status.RETURNED),
        "is_withdrawable": Application.Status.WITHDRAWN in Application.MOVES.get(found.status, frozenset()),
        "signed": None,
        "loan": Loan.objects.filter(application=found).first()
        if found.status == Application.Status.DISBURSED
        else None,
    }
    signed = signed_offer(found)
    if signed is not None:
        context |= {
            "signed": signed,
            "signed_quote": signed.quote.borrowers_side,
            "signed_rows": signed.quote.borrowers_side.schedule.instalments,
            "signed_facts": [*quote_facts(signed.quote), late_fact(found.product_version)],
            "signing_facts": signing_facts(signed),
            "contract": contract_words(signed),
        }
    if found.status == Application.Status.APPROVED:
        quote = quote_offer(found, on=clock.today())
        text = offer_text(found, quote)
        shown = {"shown_hash": text.hash}
        context |= {
            "quote": quote.borrowers_side,
            "dealer_interest_fen": quote.dealer_interest_fen,
            "rows": quote.borrowers_side.schedule.instalments,
            "offer_facts": [*quote_facts(quote), late_fact(found.product_version)],
            # A refused offer is shown as it stands now, to be read and signed afresh.
            "contract": draft_wording(found, quote, context["order"]),
            "form": _signable(form, shown),
            "code_sent": form is not None or is_code_sent(found.borrower, text.kind, text.number, text.hash),
        }
    return context


def _signable(form: AcceptForm | None, shown: dict[str, str]) -> AcceptForm:
    fresh = AcceptForm(initial=shown)
    if form is None:
        return fresh
    again = AcceptForm({**shown, "agrees": "", "code": ""})
    again.full_clean()
    again._errors = form.errors
    return again
