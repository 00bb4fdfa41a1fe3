"""What an officer does on a collection case: call, log, write, promise, settle, hand over."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.forms import RefusableForm
from risk.collections import policies
from risk.collections.assigning import officers_for
from risk.forms.collections import (
    BeginCallForm,
    ContactForm,
    HandOverForm,
    LetterForm,
    ReassignForm,
    SettlementForm,
    ToldForm,
)
from risk.models import CollectionCase, CollectionContact
from risk.services.begin_call import begin_call
from risk.services.end_call import end_call
from risk.services.propose_hand_over import propose_hand_over
from risk.services.propose_settlement import propose_settlement
from risk.services.reassign_collection import reassign_collection
from risk.services.record_contact import record_contact
from risk.services.send_letter import send_letter
from risk.views.collections import COLLECT, LEAD, show_case


@staff(COLLECT)
@confirms_self("privacy")
@require_POST
@never_cache
def call(request: PersonRequest, number: str) -> HttpResponse:
    """Begin a call: the number stands on this one answer and nowhere else."""
    case = policies.access_collection(request.user, number)
    form = BeginCallForm(request.POST)
    if form.is_valid():
        try:
            begun = begin_call(case=case, officer=request.user, purpose=form.cleaned_data["purpose"])
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return _call_page(request, begun.contact, ToldForm(), begun.phone)
    return show_case(request, case, ("call", form))


@staff(COLLECT)
@require_http_methods(["GET", "POST"])
@never_cache
def told(request: PersonRequest, number: str) -> HttpResponse:
    """Take how a call went; the number is not shown again."""
    contact = policies.access_own_call(request.user, number)
    if contact.status == CollectionContact.Status.ENDED:
        return redirect("risk_collection", number=contact.case.number)
    form = ToldForm(request.POST or None)
    if form.is_valid():
        try:
            end_call(contact=contact, officer=request.user, told=form.told)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The call is on record; the customer can read it."))
            return redirect("risk_collection", number=contact.case.number)
    return _call_page(request, contact, form, "")


def _call_page(
    request: PersonRequest, contact: CollectionContact, form: ToldForm, phone: str
) -> HttpResponse:
    context = {"contact": contact, "case": contact.case, "form": form, "phone": phone}
    status = 422 if form.is_bound else 200
    return render(request, "risk/office/collection_call.html", context, status=status)


@staff(COLLECT)
@require_POST
def contact(request: PersonRequest, number: str) -> HttpResponse:
    """Log a visit or an SMS."""
    form = ContactForm(request.POST)

    def act(case: CollectionCase) -> object:
        return record_contact(
            case=case,
            officer=request.user,
            channel=form.cleaned_data["channel"],
            purpose=form.cleaned_data["purpose"],
            told=form.told,
            key=form.key,
        )

    return _carry_out(request, number, "contact", form, act, _("The contact is on record."))


@staff(COLLECT)
@require_POST
def letter(request: PersonRequest, number: str) -> HttpResponse:
    """Send a letter."""
    form = LetterForm(request.POST)

    def act(case: CollectionCase) -> object:
        return send_letter(case=case, officer=request.user, kind=form.cleaned_data["kind"], key=form.key)

    return _carry_out(request, number, "letter", form, act, _("The letter is sent."))


@staff(COLLECT)
@require_POST
def settlement(request: PersonRequest, number: str) -> HttpResponse:
    """Ask the lenders, after approval, for a settlement."""
    form = SettlementForm(request.POST)

    def act(case: CollectionCase) -> object:
        return propose_settlement(
            case=case,
            officer=request.user,
            principal_fen=form.cleaned_data["principal_fen"] or 0,
            interest_fen=form.cleaned_data["interest_fen"] or 0,
            reason=form.cleaned_data["reason"],
        )

    said = _("Each lender is asked once another person has approved it.")
    return _carry_out(request, number, "settlement", form, act, said)


@staff(COLLECT)
@require_POST
def hand_over(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for approval to hand the case over to law."""
    form = HandOverForm(request.POST)

    def act(case: CollectionCase) -> object:
        return propose_hand_over(case=case, maker=request.user, reason=form.cleaned_data["reason"])

    said = _("The case goes to law once another person has approved it.")
    return _carry_out(request, number, "hand_over", form, act, said)


@staff(LEAD)
@require_POST
def reassign(request: PersonRequest, number: str) -> HttpResponse:
    """Give the case to another officer."""
    case = policies.access_collection(request.user, number)
    form = ReassignForm(request.POST, officers=officers_for(case.loan.borrower))

    def act(case: CollectionCase) -> object:
        return reassign_collection(
            case=case, to=form.officer, actor=request.user, reason=form.cleaned_data["reason"]
        )

    return _carry_out(request, number, "reassign", form, act, _("The officer has the case now."))


def _carry_out(
    request: PersonRequest,
    number: str,
    name: str,
    form: RefusableForm,
    act: Callable[[CollectionCase], object],
    said: str,
) -> HttpResponse:
    case = policies.access_collection(request.user, number)
    if form.is_valid():
        try:
            act(case)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, said)
            return redirect("risk_collection", number=number)
    return show_case(request, case, (name, form))
