"""A holder reads what is asked of the own claim, and waives it or declines."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from lending.bad_days.story import waiver_facts
from lending.models import Waiver
from lending.policies import access_waiver
from lending.services.accept_waiver import accept_waiver
from lending.services.decline_waiver import decline_waiver


@customer
@confirms_self("money")
@require_http_methods(["GET", "POST"])
def waiver(request: PersonRequest, number: str) -> HttpResponse:
    """Show the offer; a press waives the amount shown."""
    user = request.user
    row = access_waiver(user, number)
    if request.method == "POST":
        try:
            accept_waiver(number=row.number, holder=user)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("The amount is waived. The rest of your claim stays owed."))
        return redirect("waiver", number=number)
    context = {
        "waiver": row,
        "facts": waiver_facts(row),
        "is_open": row.status == Waiver.Status.OFFERED,
    }
    return render(request, "lending/customer/waiver.html", context)


@customer
@require_POST
def decline(request: PersonRequest, number: str) -> HttpResponse:
    """Decline; nothing is waived."""
    user = request.user
    row = access_waiver(user, number)
    try:
        decline_waiver(number=row.number, holder=user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Declined: your claim stays as it is."))
    return redirect("waiver", number=number)
