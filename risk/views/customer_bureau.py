"""What the credit bureau was told, as the borrower reads and disputes it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.rules import rule, rule_value
from accounts.web.paging import page_by_key
from risk.bureau import queries, story
from risk.bureau.policies import access_own_record
from risk.forms.bureau import DisputeForm
from risk.models import BureauDispute
from risk.services.raise_bureau_dispute import raise_bureau_dispute


@customer
@require_GET
def records(request: PersonRequest) -> HttpResponse:
    """List what was reported about the borrower, and the notices before."""
    context = {
        "page": page_by_key(queries.reported_about(request.user), request),
        "notices": queries.notices_to(request.user),
        "dispute_days": rule_value("credit.data")["dispute_days"],
    }
    return render(request, "risk/customer/credit_records.html", context)


@customer
@require_http_methods(["GET", "POST"])
def record(request: PersonRequest, number: str) -> HttpResponse:
    """Show one reported record, and take a dispute about it."""
    found = access_own_record(request.user, number)
    form = DisputeForm(request.POST or None)
    if form.is_valid():
        try:
            raise_bureau_dispute(
                record=found, borrower=request.user, words=form.cleaned_data["words"], key=form.key
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(
                request, _("We look into it. The record is marked as disputed until you have our answer.")
            )
            return redirect("credit_record", number=number)
    disputes = queries.disputes_of(found)
    is_open = any(one.status == BureauDispute.Status.OPEN for one in disputes)
    context = {
        "record": found,
        "facts": story.record_facts(found),
        "disputes": [(one, story.countdown(one), story.right_facts(one)) for one in disputes],
        "form": None if is_open else form,
        "rule": rule("credit.data"),
        "dispute_days": rule_value("credit.data")["dispute_days"],
    }
    status = 422 if form.is_bound else 200
    return render(request, "risk/customer/credit_record.html", context, status=status)
