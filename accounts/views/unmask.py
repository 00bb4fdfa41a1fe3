"""Seeing one hidden value in full, once, for a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import policies
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.forms.unmask import UnmaskForm
from accounts.hidden_values import hidden_value_name
from accounts.models import User
from accounts.services.unmask_value import UnmaskedValue, unmask_value
from accounts.web.confirm_self import confirms_self
from accounts.web.object_pages import object_url


@staff("accounts.unmask")
@confirms_self("privacy")
@require_POST
@never_cache
def unmask(request: PersonRequest, number: str) -> HttpResponse:
    """Show the value on a page that nothing keeps, or the form again with what is wrong."""
    colleague = request.user
    customer = policies.access_customer(colleague, number)
    form = UnmaskForm(customer, request.POST)
    shown = _reveal(colleague, customer, form) if form.is_valid() else None
    context = {
        "customer": customer,
        "form": form,
        "shown": shown,
        "name": hidden_value_name(form.chosen[0]) if shown else "",
        "back": _back(request, customer),
    }
    return render(request, "accounts/office/unmasked.html", context)


def _reveal(colleague: User, customer: User, form: UnmaskForm) -> UnmaskedValue | None:
    code, reference = form.chosen
    try:
        return unmask_value(
            staff=colleague,
            customer=customer,
            value_code=code,
            reference=reference,
            reason=form.cleaned_data["reason"],
            words=form.cleaned_data["words"],
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return None


def _back(request: HttpRequest, customer: User) -> str:
    """Return the page the colleague came from, of this house only."""
    wanted = request.POST.get("back", "")
    is_ours = wanted.startswith("/office/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else object_url(request.user, "user", customer.number) or "/office/"
