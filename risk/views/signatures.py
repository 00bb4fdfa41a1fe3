"""The second signature, the first given back, and the way to the committee."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from risk import policies
from risk.cases.desk import shown_hash
from risk.cases.rating import Rating
from risk.forms.authority import CountersignForm, DropSignatureForm
from risk.services.decide_case import decide_case
from risk.services.drop_signature import drop_signature
from risk.services.send_to_committee import send_to_committee


@staff("risk.sign_case")
@confirms_self("decision")
@require_POST
def countersign(request: PersonRequest, number: str) -> HttpResponse:
    """Sign second what stands on the page: the very signature that was shown, or none."""
    case = policies.access_case(request.user, number)
    first = case.signatures.filter(dropped_at__isnull=True).first()
    form = CountersignForm(request.POST)
    if first is None or not form.is_valid() or form.cleaned_data["shown_hash"] != shown_hash(first):
        messages.error(request, _("There is no first signature on this case."))
        return redirect("risk_case", number=number)
    try:
        decide_case(
            case=case,
            outcome=first.outcome,
            decided_by=request.user,
            reasons=first.reasons,
            rating=Rating.from_kept(first.rating),
            key=form.key,
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The decision is recorded and the borrower is told."))
    return redirect("risk_case", number=number)


@staff("risk.sign_case")
@require_POST
def give_back(request: PersonRequest, number: str) -> HttpResponse:
    """Give the first signature back with a reason."""
    case = policies.access_case(request.user, number)
    form = DropSignatureForm(request.POST)
    try:
        drop_signature(case=case, actor=request.user, because=form.data.get("because", ""))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The first signature is given back; the case can be decided anew."))
    return redirect("risk_case", number=number)


@staff("risk.decide_case")
@require_POST
def to_committee(request: PersonRequest, number: str) -> HttpResponse:
    """Put the case before the committee."""
    case = policies.access_case(request.user, number)
    try:
        send_to_committee(case=case, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The case is before the committee."))
    return redirect("risk_case", number=number)
