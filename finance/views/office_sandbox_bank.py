"""The control panel of the sandbox bank: what it shall do wrong, and what it did."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.web.file_answer import file_answer
from accounts.web.paging import page_by_key
from finance.custody import sandbox_bank, sandbox_statement
from finance.custody.gateway import uses_sandbox_bank
from finance.custody.sandbox_delivery import deliver_notifications, deliver_one
from finance.forms.reconciliation import StatementMakingForm
from finance.forms.sandbox_bank import PlanForm, ReceiptForm
from finance.models import SandboxNotification, SandboxPlan, SandboxTransaction

RIGHT = "finance.run_sandbox_bank"
SHOWN = 20
A_DAY = dt.timedelta(days=1)


def _require_sandbox() -> None:
    if not uses_sandbox_bank():
        raise Http404


@staff(RIGHT)
def panel(request: PersonRequest) -> HttpResponse:
    """Show the plans, the queue and the statement; plan a behaviour."""
    _require_sandbox()
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sandbox_bank.plan_behaviour(**form.cleaned_data)
        messages.success(request, _("The bank will do so."))
        return HttpResponseRedirect(reverse("office_sandbox_bank"))
    return _show(request, form, ReceiptForm())


@staff(RIGHT)
@require_GET
def make_statement(request: PersonRequest) -> HttpResponse:
    """Hand out the bank's statement of a day, right or with an error planted in it, for an upload by hand."""
    _require_sandbox()
    form = StatementMakingForm(request.GET)
    if form.is_valid():
        day, error = form.cleaned_data["day"], form.cleaned_data["error"]
        try:
            content = sandbox_statement.stated_with_error(day, error)
        except ValueError:
            form.add_error("error", _("There is no line on that day to get wrong."))
        else:
            return file_answer(content, f"statement-{day}-{error or 'true'}.csv", "text/csv; charset=utf-8")
    return _show(request, PlanForm(), ReceiptForm(), form)


def _show(
    request: HttpRequest,
    plan_form: PlanForm,
    receipt_form: ReceiptForm,
    statement_form: StatementMakingForm | None = None,
) -> HttpResponse:
    queue = SandboxNotification.objects.select_related("transaction").exclude(state="delivered")
    context = {
        "plan_form": plan_form,
        "receipt_form": receipt_form,
        "statement_form": statement_form or StatementMakingForm(initial={"day": clock.today() - A_DAY}),
        "plans": SandboxPlan.objects.filter(remaining__gt=0).order_by("pk")[:SHOWN],
        "queue": queue.order_by("due_at", "pk")[:SHOWN],
        "page": page_by_key(SandboxTransaction.objects.select_related("customer"), request),
    }
    return render(request, "finance/office/sandbox_bank.html", context)


@staff(RIGHT)
@require_POST
def act(request: PersonRequest) -> HttpResponse:
    """Carry out one button of the panel."""
    _require_sandbox()
    if request.POST.get("action") == "receipt":
        form = ReceiptForm(request.POST)
        if not form.is_valid():
            return _show(request, PlanForm(), form)
        sandbox_bank.receive_unidentified(
            amount_fen=form.cleaned_data["amount"],
            payer_name=form.cleaned_data["payer_name"],
            reference=form.cleaned_data["reference"],
        )
    else:
        _press(request)
    return HttpResponseRedirect(reverse("office_sandbox_bank"))


def _press(request: HttpRequest) -> None:
    target = request.POST.get("target", "")
    buttons: dict[str, Callable[[str], object]] = {
        "recall": sandbox_bank.recall_deposit,
        "return": sandbox_bank.return_payout,
        "deliver": deliver_one,
        "deliver_all": lambda _target: deliver_notifications(),
        "forget": lambda plan: sandbox_bank.forget_plan(int(plan)),
    }
    button = buttons.get(request.POST.get("action", ""))
    if button is None:
        raise Http404
    try:
        button(target)
    except (sandbox_bank.BankRefuses, SandboxNotification.DoesNotExist, ValueError):
        messages.error(request, _("The bank cannot do that any more."))
    else:
        messages.success(request, _("Done."))
