"""Who contacted a borrower about a loan: read, complain, agree to other hours, read the letters."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.web.paging import page_by_key
from lending.policies import access_loan
from risk.collections import policies, queries
from risk.collections.papers import draw_paper
from risk.collections.rules import contact_rule
from risk.collections.story import hours_words
from risk.forms.collections import ComplaintForm, HoursForm
from risk.models import AgreedHours
from risk.services.agree_hours import agree_hours, end_agreed_hours
from risk.services.complain_of_contact import complain_of_contact
from risk.views.collections import LANGUAGES, pdf_answer


@customer
@require_GET
def loan_contacts(request: PersonRequest, number: str) -> HttpResponse:
    """Show every contact about a loan, the letters, and the hours agreed to."""
    loan = access_loan(request.user, number)
    hours = AgreedHours.objects.filter(debtor=request.user, ended_at=None).first()
    context = {
        "loan": loan,
        "page": page_by_key(queries.contacts_about(loan), request),
        "letters": queries.letters_about(loan),
        "rule": contact_rule(),
        "hours": hours_words(hours) if hours else "",
        "form": HoursForm(),
    }
    return render(request, "risk/customer/contacts.html", context)


@customer
@require_POST
def agreed_hours(request: PersonRequest, number: str) -> HttpResponse:
    """Agree to be called at other hours, or take it back."""
    loan = access_loan(request.user, number)
    if request.POST.get("end") == "yes":
        end_agreed_hours(debtor=request.user)
        messages.success(request, _("You are contacted only in the lawful hours again."))
        return redirect("loan_contacts", number=loan.number)
    form = HoursForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name two different times of the day."))
        return redirect("loan_contacts", number=loan.number)
    from_minute, until_minute = form.minutes
    try:
        agree_hours(debtor=request.user, from_minute=from_minute, until_minute=until_minute)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("We may call you in these hours too, until you take it back."))
    return redirect("loan_contacts", number=loan.number)


@customer
@require_http_methods(["GET", "POST"])
def complain(request: PersonRequest, number: str) -> HttpResponse:
    """Complain about a contact."""
    contact = policies.access_own_contact(request.user, number)
    form = ComplaintForm(request.POST or None)
    if form.is_valid():
        try:
            complain_of_contact(contact=contact, customer=request.user, words=form.cleaned_data["words"])
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Your complaint is with customer service, not with collections."))
            return redirect("loan_contacts", number=contact.case.loan.number)
    context = {"contact": contact, "loan": contact.case.loan, "form": form}
    return render(request, "risk/customer/complain.html", context)


@customer
@require_GET
def letter(request: PersonRequest, number: str, language: str) -> HttpResponse:
    """Return one of the own letters as PDF."""
    paper = policies.access_own_letter(request.user, number)
    if language not in LANGUAGES:
        raise Http404
    return pdf_answer(draw_paper(paper, LANGUAGES[language]), f"{paper.number}-{language}.pdf")
