"""The office's queue of borrowers in hardship: read, plan with a preview, ask for approval, or decline."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.paging import page_by_key
from lending.forms.restructuring import DeclineForm, PlanForm
from lending.models import Restructure
from lending.policies import access_restructure_as_staff
from lending.queries.restructures import listed_restructures
from lending.redrawing.restructure_story import (
    asked_facts,
    compare_plan,
    mandate_words,
    plan_of,
    plan_words,
    vote_facts,
)
from lending.redrawing.restructuring import RestructurePlan, plan_restructure_of
from lending.repayment.book import read_books
from lending.services.decline_restructure import decline_restructure
from lending.services.plan_restructure import plan_restructure

PLAN = "lending.plan_restructures"


@staff("lending.see_loans")
def restructures(request: PersonRequest) -> HttpResponse:
    """List requests for more time."""
    status, number = request.GET.get("status", ""), request.GET.get("number", "").strip().upper()[:24]
    status = status if status in Restructure.Status.values else ""
    context = {
        "page": page_by_key(listed_restructures(status, number), request),
        "choices": [("", _("All")), *Restructure.Status.choices],
        "asked": {"status": status, "number": number},
    }
    return render(request, "lending/office/restructures.html", context)


@staff("lending.see_loans")
@require_http_methods(["GET", "POST"])
def restructure(request: PersonRequest, number: str) -> HttpResponse:
    """Show a request; whoever may plan works a plan out, sees before and after, and asks for approval."""
    row = access_restructure_as_staff(number)
    user = request.user
    may_plan = row.status == Restructure.Status.ASKED and user.has_right(PLAN)
    if request.method == "POST" and not may_plan:
        raise Http404
    form = PlanForm(request.POST or None, initial=_last_plan(row))
    plan = plan_of(row) if row.has_plan and row.is_open else None
    if form.is_valid():
        try:
            plan = _planned(row, form)
            if request.POST.get("step") == "propose" and _was_shown(request, plan, form):
                plan_restructure(number=row.number, maker=user, **form.cleaned_data)
                messages.success(request, _("The plan waits for another person's approval."))
                return redirect("office_restructure", number=row.number)
        except Refused as refusal:
            form.add_refusal(refusal)
    context: dict[str, Any] = {
        "restructure": row,
        "loan": row.loan,
        "facts": asked_facts(row),
        "mandate": mandate_words(row),
        "plan_words": plan_words(row) if row.has_plan else "",
        "vote_facts": vote_facts(row),
        "plan": plan,
        "comparison": compare_plan(plan) if plan else None,
        "rows": plan.schedule.rows if plan else [],
        "form": form if may_plan else None,
        "decline_form": DeclineForm() if may_plan else None,
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "lending/office/restructure.html", context, status=status)


def _last_plan(row: Restructure) -> dict[str, Any]:
    """Return a plan that came back, to be changed; else a first guess."""
    if not row.has_plan:
        return {"extra_periods": 3}
    return {
        "extra_periods": row.extra_periods,
        "holiday_periods": row.holiday_periods,
        "lowered_rate_ppm": row.lowered_rate_ppm,
        "by_vote": row.needs_vote,
    }


def _was_shown(request: PersonRequest, plan: RestructurePlan | None, form: PlanForm) -> bool:
    """Tell whether exactly this plan's figures stood before the button; else they are shown now."""
    if plan is not None and request.POST.get("shown") == plan.shown_hash:
        return True
    form.add_error(None, _("These are the figures of this plan. Please look at them and ask once more."))
    return False


def _planned(row: Restructure, form: PlanForm) -> RestructurePlan | None:
    names = ("extra_periods", "holiday_periods", "lowered_rate_ppm")
    wanted = {name: form.cleaned_data[name] for name in names}
    for book in read_books([row.loan_id]):
        return plan_restructure_of(book, on=clock.today(), is_voted=form.cleaned_data["by_vote"], **wanted)
    return None


@staff(PLAN)
@require_POST
def decline(request: PersonRequest, number: str) -> HttpResponse:
    """Decline a request with a reason the borrower reads."""
    row = access_restructure_as_staff(number)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            decline_restructure(number=row.number, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("The request is declined, and the borrower is told why."))
    else:
        messages.error(request, _("Say why, in words the borrower understands."))
    return redirect("office_restructure", number=row.number)
