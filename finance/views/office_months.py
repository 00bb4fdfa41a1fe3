"""The months of the books: how each stands, closing it, opening it again, closing it for good."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from finance.forms.periods import ReopenForm
from finance.models import Adjustment
from finance.periods.months import months
from finance.policies import access_month
from finance.reports.income_statement import income_statement
from finance.reports.period import Period
from finance.services.close_month import close_month
from finance.services.reopen_month import reopen_month
from finance.services.seal_month import seal_month

KEEP, APPROVE = "finance.keep_books", "finance.approve_books"
SHOWN = 100


@staff("finance.see_books")
def all_months(request: PersonRequest) -> HttpResponse:
    """List every month of the books, newest first."""
    return render(request, "finance/office/books/months.html", {"months": months()})


@staff("finance.see_books")
def month(request: PersonRequest, month: str) -> HttpResponse:
    """Show a month: its result, its adjusting entries, and what may be done with it."""
    return _show(request, month)


@staff(KEEP)
@require_POST
def close(request: PersonRequest, month: str) -> HttpResponse:
    """Close a month softly."""
    found = access_month(month)
    try:
        close_month(month_on=found.month_on, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The month is soft closed."))
    return redirect("office_month", month)


@staff(APPROVE)
@require_POST
def reopen(request: PersonRequest, month: str) -> HttpResponse:
    """Open a soft closed month again."""
    found = access_month(month)
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            reopen_month(month_on=found.month_on, because=form.cleaned_data["because"], actor=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The month is open again."))
            return redirect("office_month", month)
    return _show(request, month, form)


@staff(APPROVE)
@confirms_self("decision")
@require_POST
def seal(request: PersonRequest, month: str) -> HttpResponse:
    """Close a month for good."""
    found = access_month(month)
    try:
        seal_month(month_on=found.month_on, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The month is closed for good."))
    return redirect("office_month", month)


def _show(request: PersonRequest, number: str, form: ReopenForm | None = None) -> HttpResponse:
    found = access_month(number)
    period = Period(found.month_on, found.last_on)
    late = Adjustment.objects.filter(entry__business_date__range=(period.first_on, period.last_on))
    may_approve = request.user.has_right(APPROVE)
    context = {
        "month": found,
        "period": period,
        "result_fen": income_statement(period).result[0],
        "adjustments": list(late.select_related("entry", "posted_by").order_by("-pk")[:SHOWN]),
        "may_close": found.is_over and found.status == "open" and request.user.has_right(KEEP),
        "may_seal": found.status == "soft" and may_approve,
        "reopen_form": (form or ReopenForm()) if found.status == "soft" and may_approve else None,
    }
    return render(
        request, "finance/office/books/month.html", context, status=400 if form is not None else 200
    )
