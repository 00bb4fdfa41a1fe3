"""Customer service opens accounts and enters data for callers; what is entered holds when the customer confirms it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.assisted import is_open
from accounts.errors import Refused
from accounts.forms.assisted import ENTRY_FORMS, OpeningForm
from accounts.models import AssistedEntry
from accounts.policies import access_customer, access_entry_as_staff
from accounts.services.end_entry import end_entry
from accounts.services.propose_change import propose_change
from accounts.services.propose_opening import propose_opening
from accounts.services.send_entry_code import send_entry_code
from accounts.web.entry_story import entry_facts, entry_initial
from accounts.web.paging import page_by_key

RIGHT = "support.enter_for_customers"


@staff(RIGHT)
@require_GET
def entries(request: PersonRequest) -> HttpResponse:
    """List what was entered for customers, newest first."""
    rows = AssistedEntry.objects.select_related("customer", "entered_by")
    return render(request, "support/office/entries.html", {"page": page_by_key(rows, request)})


@staff(RIGHT)
@require_http_methods(["GET", "POST"])
def new_account(request: PersonRequest) -> HttpResponse:
    """Prepare an account for a caller and send link and code to the caller's number."""
    colleague = request.user
    form = OpeningForm(request.POST if request.method == "POST" else None, initial={"language": "zh-hans"})
    if form.is_valid():
        try:
            entry, token = propose_opening(
                phone=form.cleaned_data["phone"], values=form.values(), actor=colleague
            )
            send_entry_code(entry=entry, language=form.cleaned_data["language"], token=token)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Link and code are on their way to the caller."))
            return redirect("assisted_entry", number=entry.number)
    return render(request, "support/office/new_account.html", {"form": form})


@staff(RIGHT)
@require_http_methods(["GET", "POST"])
def enter(request: PersonRequest, number: str, what: str) -> HttpResponse:
    """Enter data for a customer; it holds when the customer has signed in and confirmed it."""
    colleague = request.user
    customer = access_customer(colleague, number)
    if what not in ENTRY_FORMS:
        raise Http404
    form = ENTRY_FORMS[what](
        request.POST if request.method == "POST" else None, initial=entry_initial(customer)
    )
    if form.is_valid():
        try:
            entry = propose_change(customer=customer, kind=what, values=form.values(), actor=colleague)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Entered. The customer was told to sign in and confirm it."))
            return redirect("assisted_entry", number=entry.number)
    context = {"customer": customer, "form": form, "title": AssistedEntry.Kind(what).label}
    return render(request, "support/office/enter.html", context)


@staff(RIGHT)
@require_GET
def entry(request: PersonRequest, number: str) -> HttpResponse:
    """Show an entry, masked, and what has become of it."""
    found = access_entry_as_staff(request.user, number)
    context = {"entry": found, "facts": entry_facts(found, is_masked=True), "is_open": is_open(found)}
    return render(request, "support/office/entry.html", context)


@staff(RIGHT)
@require_POST
def cancel(request: PersonRequest, number: str) -> HttpResponse:
    """Take an entry back."""
    colleague = request.user
    found = access_entry_as_staff(colleague, number)
    try:
        end_entry(entry=found, to=AssistedEntry.Status.CANCELLED, actor=colleague)
    except Refused:
        messages.error(request, _("This has ended already."))
    else:
        messages.success(request, _("Taken back. What was entered is forgotten."))
    return redirect("assisted_entry", number=number)
