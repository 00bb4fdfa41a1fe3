"""A borrower who cannot pay asks for more time, reads the offer and decides."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.models import User
from accounts.web.confirm_self import confirms_self
from finance.queries.wallets import wallet_balance
from lending.forms.restructuring import AcceptRestructureForm, HardshipForm
from lending.models import Loan, Restructure
from lending.policies import access_loan
from lending.queries.restructures import latest_restructure
from lending.redrawing.restructure_story import arrears_facts, asked_facts, compare_plan, plan_of, plan_words
from lending.redrawing.restructuring import check_restructurable, ended_words
from lending.services.accept_restructure import accept_restructure
from lending.services.ask_restructure import ask_restructure
from lending.services.withdraw_restructure import withdraw_restructure


def is_acceptance(posted: QueryDict) -> bool:
    """Tell whether an offer is being accepted: asking for time moves no money, and brings papers along."""
    return "shown_hash" in posted


@customer
@confirms_self("money", only=is_acceptance)
@require_http_methods(["GET", "POST"])
def hardship(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for more time; while a request is open, show where it stands, and the offer once there is one."""
    user = request.user
    loan = access_loan(user, number)
    row = latest_restructure(loan)
    if row is not None and row.is_open:
        if request.method == "POST":
            return _decide(request, row, user)
        return _open_request(request, row, user)
    if loan.status != Loan.Status.ACTIVE:
        messages.info(request, ended_words(loan))
        return redirect("loan", number=number)
    return _ask(request, loan, user, row)


def _ask(request: HttpRequest, loan: Loan, user: User, last: Restructure | None) -> HttpResponse:
    try:
        check_restructurable(loan)
    except Refused as refusal:
        messages.info(request, str(refusal.message))
        return redirect("loan", number=loan.number)
    form = HardshipForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_restructure(loan=loan, borrower=user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("We have your request. You will be told as soon as it is decided."))
            return redirect("hardship", number=loan.number)
    context = {"loan": loan, "form": form, "last": last}
    return render(request, "lending/customer/hardship.html", context)


def _open_request(request: HttpRequest, row: Restructure, user: User) -> HttpResponse:
    context: dict[str, Any] = {"loan": row.loan, "restructure": row, "facts": asked_facts(row)}
    plan = plan_of(row) if row.status == Restructure.Status.OFFERED else None
    if plan is not None:
        free_fen = wallet_balance(user).available_fen
        context |= {
            "plan": plan,
            "plan_words": plan_words(row),
            "comparison": compare_plan(plan),
            "rows": plan.schedule.rows,
            "arrears_facts": arrears_facts(plan, free_fen),
            "missing_fen": max(0, plan.arrears_fen - free_fen),
            "form": AcceptRestructureForm(initial={"shown_hash": plan.shown_hash}),
        }
    return render(request, "lending/customer/hardship_open.html", context)


def _decide(request: HttpRequest, row: Restructure, user: User) -> HttpResponse:
    form = AcceptRestructureForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please look at the figures again and confirm once more."))
        return redirect("hardship", number=row.loan.number)
    try:
        accept_restructure(
            number=row.number, borrower=user, shown_hash=form.cleaned_data["shown_hash"], key=form.key
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("hardship", number=row.loan.number)
    messages.success(request, _("The new schedule is in force."))
    return redirect("loan", number=row.loan.number)


@customer
@require_POST
def withdraw(request: PersonRequest, number: str) -> HttpResponse:
    """Take the request back, or turn the offer down."""
    user = request.user
    loan = access_loan(user, number)
    row = latest_restructure(loan)
    try:
        if row is not None:
            withdraw_restructure(number=row.number, borrower=user)
            messages.success(request, _("The request is taken back; the loan stays as it is."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("loan", number=number)
