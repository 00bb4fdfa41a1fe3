"""The desk of risk: the queue, the case page, the opinion and the decision."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.forms import RefusableForm
from lending.application_papers import paper_groups
from risk import policies, queries
from risk.cases.desk import desk
from risk.cases.parts import shown_parts
from risk.forms.case import DecisionForm, OpinionForm
from risk.lists import CASES
from risk.models import CreditCase
from risk.presentation import application_facts, income_facts, timeline
from risk.services.decide_case import decide_case
from risk.services.review_case import review_case
from risk.warnings.sections import shown_warnings


@staff("risk.see_cases")
def cases(request: PersonRequest) -> HttpResponse:
    """Show the queue: the cases that wait, or those of one state."""
    status = request.GET.get("status", "")
    status = status if status in CreditCase.Status.values else ""
    shown = CASES.open(request, queries.cases(status))
    context = {"list": shown, "status": status, "statuses": CreditCase.Status.choices}
    return shown.answer or render(request, "risk/office/cases.html", context)


@staff("risk.see_cases")
def case(request: PersonRequest, number: str) -> HttpResponse:
    """Show a case with what the person may do on it."""
    return show_case(request, policies.access_case(request.user, number))


@staff("risk.review_case")
@require_POST
def review(request: PersonRequest, number: str) -> HttpResponse:
    """Take an opinion."""
    found = policies.access_case(request.user, number)
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            review_case(case=found, reviewer=request.user, opinion=form.cleaned_data["opinion"])
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The opinion is on file; the case waits for its decision."))
            return redirect("risk_case", number=number)
    return show_case(request, found, {"opinion_form": form})


@staff("risk.decide_case")
@confirms_self("decision")
@require_POST
def decide(request: PersonRequest, number: str) -> HttpResponse:
    """Take the decision."""
    found = policies.access_case(request.user, number)
    form = DecisionForm(request.POST, case=found)
    if form.is_valid():
        try:
            decision = decide_case(
                case=found,
                outcome=form.cleaned_data["outcome"],
                decided_by=request.user,
                reasons=form.cleaned_data["reasons"],
                rating=form.rating,
                key=form.key,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            said = _("The decision is recorded and the borrower is told.")
            messages.success(request, said if decision else _("You signed first; it waits for the second."))
            return redirect("risk_case", number=number)
    return show_case(request, found, {"decision_form": form})


def show_case(
    request: PersonRequest, case: CreditCase, given: Mapping[str, RefusableForm] | None = None
) -> HttpResponse:
    """Show the case's page, with a form that was sent and has something to be mended.

    Where that form is not offered any more, what is wrong stands as a message.
    """
    file = queries.case_file(case)
    context = {
        "file": file,
        "case": case,
        "application": file.application,
        "application_facts": application_facts(file),
        "papers": paper_groups(file.application),
        "income_facts": income_facts(file),
        "parts": shown_parts(case),
        "moments": timeline(file),
        "warnings": shown_warnings(request.user, borrower=file.application.borrower),
        **desk(request.user, case, given),
    }
    for name, form in (given or {}).items():
        if context.get(name) is not form:
            messages.error(
                request, " ".join(str(error) for errors in form.errors.values() for error in errors)
            )
    return render(request, "risk/office/case.html", context, status=422 if given else 200)
