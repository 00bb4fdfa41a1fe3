"""Customers in the office: finding one, and everything the house knows of one on a page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies, queries
from accounts.access import PersonRequest, staff
from accounts.assisted import open_entries_of
from accounts.web.paging import page_by_key
from support.forms.office import CustomerSearchForm
from support.queries import customer_desk
from support.services.look_up_customers import look_up_customers
from support.services.open_customer_file import open_customer_file


@staff("accounts.see_customers")
@require_http_methods(["GET", "POST"])
def customers(request: PersonRequest) -> HttpResponse:
    """List customers, or find one. The search is posted: an identity number must not stand in an address or a log."""
    may_enter = request.user.has_right("support.enter_for_customers")
    form = CustomerSearchForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.cleaned_data["q"]:
        found = look_up_customers(actor=request.user, text=form.cleaned_data["q"])
        if len(found) == 1:
            return redirect("customer_file", number=found[0].number)
        return render(
            request,
            "support/office/customers.html",
            {"form": form, "rows": found, "is_search": True, "may_enter": may_enter},
        )
    page = page_by_key(queries.customers(), request)
    return render(
        request,
        "support/office/customers.html",
        {"form": form, "rows": page.rows, "page": page, "may_enter": may_enter},
    )


@staff("accounts.see_customers")
@require_GET
@never_cache
def customer_file(request: PersonRequest, number: str) -> HttpResponse:
    """Show everything this colleague may see of a customer, masked; the look is recorded."""
    colleague = request.user
    customer = policies.access_customer(colleague, number)
    sections = open_customer_file(customer=customer, actor=colleague)
    may_enter = colleague.has_right("support.enter_for_customers")
    context = {
        "customer": customer,
        "sections": sections,
        "desk": customer_desk(customer),
        "may_enter": may_enter,
        "entries": open_entries_of(customer) if may_enter else [],
        "may_note": colleague.has_right("support.note_customers"),
    }
    return render(request, "support/office/customer_file.html", context)
