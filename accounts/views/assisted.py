"""What customer service entered for a customer: looking at it, confirming it, refusing it; and one's own details."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies
from accounts.access import PersonRequest, customer, public
from accounts.assisted import is_open, open_entries_of
from accounts.errors import Refused
from accounts.field_origins import EnteredBy
from accounts.forms.assisted import ConfirmOpeningForm, ContactForm, EntryCodeForm
from accounts.models import AssistedEntry, ContactDetails, User
from accounts.onboarding import borrower_profile
from accounts.services.confirm_change import confirm_change
from accounts.services.confirm_opening import confirm_opening
from accounts.services.end_entry import end_entry
from accounts.services.save_contact import save_contact
from accounts.services.send_entry_code import send_entry_code
from accounts.web import shown
from accounts.web.client_address import client_network
from accounts.web.confirm_self import confirms_self
from accounts.web.entry_story import contact_facts, entry_facts, with_origins


@public
@never_cache
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was prepared, masked, and open the account with a code, a password and the customer's own consents."""
    entry = policies.access_opening(token)
    form = ConfirmOpeningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        language = "en" if (get_language() or "").startswith("en") else "zh-hans"
        try:
            user = confirm_opening(
                entry=entry,
                typed=form.cleaned_data["code"],
                password=form.cleaned_data["password1"],
                language=language,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Welcome. Your account is open, and you are signed in."))
            response = perform_login(request, user, redirect_url="/me/onboarding/")
            record_authentication(request, user, method="password")
            return response
    context = {
        "entry": entry,
        "form": form,
        "is_open": is_open(entry),
        "facts": entry_facts(entry, is_masked=True),
        "token": token,
    }
    return render(request, "accounts/public/opening.html", context)


@public
@require_POST
def opening_code(request: HttpRequest, token: str) -> HttpResponse:
    """Send a fresh code to the number the account is for."""
    entry = policies.access_opening(token)
    _send(request, entry, token=token)
    return redirect("opening", token=token)


@customer
@never_cache
@require_http_methods(["GET", "POST"])
def entry_page(request: PersonRequest, number: str) -> HttpResponse:
    """Show what was entered in full, and let it hold with the code."""
    user = request.user
    entry = policies.access_entry(user, number)
    form = EntryCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            confirm_change(entry=entry, user=user, typed=form.cleaned_data["code"])
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Confirmed. It holds from now on."))
            return redirect("kyc" if entry.kind == AssistedEntry.Kind.IDENTITY else "details")
    context = {
        "entry": entry,
        "form": form,
        "is_open": is_open(entry),
        "facts": entry_facts(entry, is_masked=False),
    }
    return render(request, "accounts/customer/entry.html", context)


@customer
@require_POST
def entry_code(request: PersonRequest, number: str) -> HttpResponse:
    """Send the code to the customer's own proved number or address."""
    entry = policies.access_entry(request.user, number)
    _send(request, entry)
    return redirect("entry", number=entry.number)


@customer
@require_POST
def refuse_entry(request: PersonRequest, number: str) -> HttpResponse:
    """Refuse what was entered; nothing of it is kept."""
    user = request.user
    entry = policies.access_entry(user, number)
    try:
        end_entry(entry=entry, to=AssistedEntry.Status.CANCELLED, actor=user)
    except Refused:
        messages.error(request, _("This has ended already."))
    else:
        messages.success(request, _("Refused. Nothing has changed."))
    return redirect("details")


def _send(request: HttpRequest, entry: AssistedEntry, *, token: str = "") -> None:
    try:
        send_entry_code(
            entry=entry,
            language=get_language() or "zh-hans",
            token=token,
            origin=client_network(request),
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("A code is on its way."))


@customer
@require_GET
def details(request: PersonRequest) -> HttpResponse:
    """Show every field we keep of the customer, and who entered it when."""
    user = request.user
    return render(request, "accounts/customer/details.html", _details(user))


def _details(user: User) -> dict[str, Any]:
    profile = borrower_profile(user)
    login, identity, contact, told = with_origins(
        user,
        shown.login_facts(user),
        shown.identity_facts(user),
        contact_facts(user, is_own=True),
        shown.profile_facts(profile) if profile else [],
        is_own=True,
    )
    return {
        "login": login,
        "identity": identity,
        "contact": contact,
        "profile": told,
        "entries": open_entries_of(user),
    }


@customer
@confirms_self("contact")
@require_http_methods(["GET", "POST"])
def edit_contact(request: PersonRequest) -> HttpResponse:
    """Change address, language and how one is best reached; the password is asked again before it."""
    user = request.user
    kept = ContactDetails.objects.filter(user=user).first() or ContactDetails(user=user)
    initial = {"address": kept.address, "reached_by": kept.reached_by, "language": user.language}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            save_contact(user=user, values=form.values(), entered=EnteredBy(user))
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("details")
    return render(request, "accounts/customer/contact.html", {"form": form})
