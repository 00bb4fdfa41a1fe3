"""Clearing receipts in suspense, with evidence."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.paging import page_by_key
from finance import tasks
from finance.forms.wallet import AssignForm, EvidenceForm
from finance.models import SuspenseItem
from finance.policies import access_standing_freeze, access_suspense_item
from finance.queries import suspense as reads
from finance.services.assign_suspense import assign_suspense
from finance.services.lift_wallet_freeze import lift_wallet_freeze
from finance.services.send_back_suspense import send_back_suspense


@staff("finance.see_cash")
def suspense(request: PersonRequest) -> HttpResponse:
    """List what waits, what was cleared, the frozen wallets, and where the bank contradicts the books."""
    is_open = request.GET.get("show") != "cleared"
    context = {
        "is_open": is_open,
        "page": page_by_key(reads.suspense_items(is_open=is_open), request),
        "total_fen": reads.suspense_total_fen(),
        "freezes": reads.standing_freezes(),
        "contradictions": reads.contradictions(),
        "notifications": reads.contradicting_notifications(),
        "waiting": reads.waiting_notifications(),
        "may_clear": request.user.has_right("finance.clear_suspense"),
        "lift_form": EvidenceForm(),
    }
    return render(request, "finance/office/suspense.html", context)


@staff("finance.clear_suspense")
@confirms_self("payout")
def item(request: PersonRequest, number: str) -> HttpResponse:
    """Give one receipt to its payer's wallet, or send it back."""
    found = access_suspense_item(number)
    decision = request.POST.get("decision")
    assign_form = AssignForm(request.POST if decision == "assign" else None, prefix="assign")
    return_form = EvidenceForm(request.POST if decision == "return" else None, prefix="return")
    form = {"assign": assign_form, "return": return_form}.get(decision or "")
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _clear(request, found, form)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return HttpResponseRedirect(reverse("office_suspense"))
    context = {"item": found, "assign_form": assign_form, "return_form": return_form}
    return render(request, "finance/office/suspense_item.html", context)


def _clear(request: HttpRequest, found: SuspenseItem, form: EvidenceForm) -> None:
    evidence = form.cleaned_data["evidence"]
    actor = request.user
    if isinstance(form, AssignForm):
        assign_suspense(
            actor=actor,  # type: ignore[arg-type]
            item_number=found.number,
            customer_number=form.cleaned_data["customer"],
            evidence=evidence,
            key=form.key,
        )
        messages.success(request, _("%(number)s was credited.") % {"number": found.number})
        return
    send_back_suspense(actor=actor, item_number=found.number, evidence=evidence, key=form.key)  # type: ignore[arg-type]
    tasks.start(tasks.send_refund, found.pk)
    messages.success(request, _("%(number)s is being sent back.") % {"number": found.number})


@staff("finance.clear_suspense")
@confirms_self("money")
@require_POST
def lift_freeze(request: PersonRequest, reference: str) -> HttpResponse:
    """Give a frozen wallet free, once the company's advance is back."""
    freeze = access_standing_freeze(reference)
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, in at least ten characters."))
        return HttpResponseRedirect(reverse("office_suspense"))
    try:
        lift_wallet_freeze(actor=request.user, freeze_id=freeze.pk, because=form.cleaned_data["evidence"])
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The wallet is free again."))
    return HttpResponseRedirect(reverse("office_suspense"))
