"""The office's pages about people: customers, who may do what."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies, queries
from accounts.access import staff
from accounts.forms.office import CustomerSearchForm
from accounts.models import User
from accounts.web import shown
from accounts.web.paging import page_by_key


@staff("accounts.see_roles")
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Show which role holds which right, read from the one table of roles."""
    return render(request, "accounts/office/roles.html", {"matrix": shown.role_matrix()})


@staff("accounts.see_customers")
@require_http_methods(["GET", "POST"])
def customers(request: HttpRequest) -> HttpResponse:
    """List customers, or find one. The search is posted: an identity number must not stand in an address or a log."""
    form = CustomerSearchForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.cleaned_data["q"]:
        found = list(queries.find_customers(form.cleaned_data["q"])[: queries.SEARCH_LIMIT])
        if len(found) == 1:
            return redirect("customer", number=found[0].number)
        return render(
            request, "accounts/office/customers.html", {"form": form, "rows": found, "is_search": True}
        )
    page = page_by_key(queries.customers(), request)
    return render(request, "accounts/office/customers.html", {"form": form, "rows": page.rows, "page": page})


@staff("accounts.see_customers")
@require_GET
def customer(request: HttpRequest, number: str) -> HttpResponse:
    """Show one customer, personal values masked."""
    person = policies.access_customer(cast(User, request.user), number)
    context = {
        "customer": person,
        "login_facts": shown.login_facts(person, is_own=False),
        "identity_facts": shown.identity_facts(person),
        "assessment": queries.last_assessment(person),
        "checks": queries.identity_checks(person),
        "moments": shown.event_moments(queries.events_of(person)),
    }
    return render(request, "accounts/office/customer.html", context)
