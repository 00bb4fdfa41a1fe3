"""Evidence of the use of loan money: handed in by the borrower, looked at in the office, drawn into samples."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, customer, staff
from accounts.errors import Refused
from accounts.web.attempt import attempt
from accounts.web.paging import page_by_key
from risk.forms.use_evidence import DecideUseForm, HandInForm, MonthForm
from risk.models import UseEvidence
from risk.services.ask_sampled_loan import ask_sampled_loan
from risk.services.decide_use_evidence import decide_use_evidence, require_may_decide
from risk.services.hand_in_use_evidence import hand_in_use_evidence
from risk.use_evidence import queries, story
from risk.use_evidence.policies import access_loan_to_sample, access_own_use_evidence, access_use_evidence
from risk.use_evidence.rules import CHECK, SEE


@customer
@require_http_methods(["GET", "POST"])
def hand_in(request: PersonRequest, number: str) -> HttpResponse:
    """Show the borrower what is asked, and take the evidence."""
    found = access_own_use_evidence(request.user, number)
    form = HandInForm(request.POST or None, request.FILES or None)

    def act() -> None:
        hand_in_use_evidence(evidence=found, borrower=request.user, **form.cleaned_data)

    if request.method == "POST" and attempt(
        request, form, act, _("Received. We look at it and write to you.")
    ):
        return redirect("loan_use", number=number)
    takes_more = found.status in (*UseEvidence.OWED, UseEvidence.Status.HANDED_IN)
    context = {
        "evidence": found,
        "facts": story.evidence_facts(found),
        "papers": queries.papers_of(found),
        "form": form if takes_more else None,
    }
    return render(request, "risk/customer/use_evidence.html", context, status=422 if form.is_bound else 200)


@staff(SEE)
@require_GET
def listing(request: PersonRequest) -> HttpResponse:
    """List the loans asked about, by how far they are."""
    view = request.GET.get("view", "handed_in")
    view = view if view in queries.VIEWS else "handed_in"
    context = {
        "page": page_by_key(queries.evidence(view), request),
        "view": view,
        "tabs": story.TABS.items(),
        "figures": queries.figures(),
        "may_check": request.user.has_right(CHECK),
    }
    return render(request, "risk/office/use_evidence_list.html", context)


@staff(SEE)
@require_GET
def evidence(request: PersonRequest, number: str) -> HttpResponse:
    """Show what was handed in for a loan."""
    return _show(request, access_use_evidence(request.user, number))


@staff(CHECK)
@require_POST
def decide(request: PersonRequest, number: str) -> HttpResponse:
    """Take the decision."""
    found = access_use_evidence(request.user, number)
    form = DecideUseForm(request.POST)

    def act() -> None:
        decide_use_evidence(evidence=found, actor=request.user, **form.cleaned_data)

    if attempt(request, form, act, _("The borrower is told.")):
        return redirect("use_evidence", number=number)
    return _show(request, found, form)


def _show(request: PersonRequest, found: UseEvidence, form: DecideUseForm | None = None) -> HttpResponse:
    waits = found.status == UseEvidence.Status.HANDED_IN and request.user.has_right(CHECK)
    why_not = _why_not(request, found) if waits else ""
    context = {
        "evidence": found,
        "facts": story.evidence_facts(found),
        "papers": queries.papers_of(found),
        "may_open": request.user.has_right("accounts.see_documents"),
        "form": (form or DecideUseForm()) if waits and not why_not else None,
        "why_not": why_not,
    }
    return render(request, "risk/office/use_evidence.html", context, status=422 if form else 200)


def _why_not(request: PersonRequest, found: UseEvidence) -> str:
    try:
        require_may_decide(found, request.user)
    except Refused as refusal:
        return str(refusal.message)
    return ""


@staff(CHECK)
@require_GET
def sample(request: PersonRequest) -> HttpResponse:
    """Show the sample of a month."""
    form = MonthForm(request.GET or None)
    month = form.cleaned_data["month"] if form.is_valid() else clock.today().replace(day=1)
    shown = form if form.is_bound else MonthForm(initial={"month": f"{month:%Y-%m}"})
    context = {"form": shown, "month": month, "rows": story.sampled(month)}
    return render(request, "risk/office/use_sample.html", context)


@staff(CHECK)
@require_POST
def ask_sampled(request: PersonRequest, number: str) -> HttpResponse:
    """Ask the borrower of a loan of the sample."""
    loan = access_loan_to_sample(request.user, number)
    attempt(
        request, None, lambda: ask_sampled_loan(loan=loan, actor=request.user), _("The borrower is asked.")
    )
    return redirect(f"/office/risk/use-evidence/sample/?month={loan.disbursed_on:%Y-%m}")
