"""A borrower changes the schedule: a part paid early, another due day. Form, comparison, done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.formats import yuan
from finance.queries.wallets import wallet_balance
from lending.forms.redrawing import ConfirmedDueDayForm, ConfirmedPrepayForm, DueDayForm, PrepayForm
from lending.models import Loan
from lending.policies import access_loan
from lending.queries.loans import LoanFile, read_loan_files
from lending.redrawing.plans import (
    Redrawn,
    check_state,
    due_day_range,
    least_prepayment_fen,
    plan_due_day,
    plan_prepayment,
)
from lending.redrawing.story import choice_labels, compare, payment_facts_of
from lending.services.move_due_day import move_due_day
from lending.services.prepay_loan import prepay_loan


def _file(request: PersonRequest, number: str) -> LoanFile | None:
    """Return an active loan's file; nothing, and a word about why, where its schedule cannot be redrawn now."""
    loan = access_loan(request.user, number)
    if loan.status != Loan.Status.ACTIVE:
        messages.info(request, _("This loan is already paid off."))
        return None
    file = read_loan_files([loan], clock.today())[0]
    try:
        check_state(file.book, file.as_of)
    except Refused as refusal:
        messages.info(request, str(refusal.message))
        return None
    return file


@customer
@confirms_self("money")
@require_http_methods(["GET", "POST"])
def prepay(request: PersonRequest, number: str) -> HttpResponse:
    """Pay a part of the principal early in two steps: how much, then before and after side by side."""
    if request.POST.get("confirmed") == "yes":
        return _pay_part(request, number)
    file = _file(request, number)
    if file is None:
        return redirect("loan", number=number)
    free_fen = wallet_balance(request.user).available_fen
    form = PrepayForm(request.POST or None, choices=choice_labels(file.loan.method))
    if request.method == "POST" and form.is_valid():
        try:
            redrawn = plan_prepayment(file.book, on=file.as_of, **_wishes(form))
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return _confirm_part(request, redrawn, form, free_fen)
    context = {
        "loan": file.loan,
        "form": form,
        "free_fen": free_fen,
        "least_fen": least_prepayment_fen(file.loan),
    }
    return render(request, "lending/customer/prepay.html", context)


def _wishes(form: Any) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("principal_fen", "choice")}


def _confirm_part(request: HttpRequest, redrawn: Redrawn, form: PrepayForm, free_fen: int) -> HttpResponse:
    """Show before and after, whatever the wallet has; only who has the money can press."""
    paid = redrawn.borrowers_prepayment
    missing_fen = max(0, paid.total_fen - free_fen) if paid else 0
    initial = {**form.cleaned_data, "shown_hash": redrawn.shown_hash}
    context = {
        "loan": redrawn.loan,
        "paid": paid,
        "facts": payment_facts_of(paid, free_fen) if paid else [],
        "comparison": compare(redrawn),
        "rows": redrawn.schedule.rows,
        "missing_fen": missing_fen,
        "form": None if missing_fen else ConfirmedPrepayForm(initial=initial),
    }
    return render(request, "lending/customer/prepay_confirm.html", context)


def _pay_part(request: PersonRequest, number: str) -> HttpResponse:
    user = request.user
    loan = access_loan(user, number)
    form = ConfirmedPrepayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please look at the figures again and confirm once more."))
        return redirect("prepay_loan", number=number)
    try:
        payment = prepay_loan(
            loan=loan, payer=user, key=form.key, shown_hash=form.cleaned_data["shown_hash"], **_wishes(form)
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("prepay_loan", number=number)
    words = _("%(amount)s is paid. The principal left is %(left)s, and the schedule is drawn anew.")
    amounts = {"amount": yuan(payment.amount_fen), "left": yuan(payment.outstanding_after_fen)}
    messages.success(request, words % amounts)
    return redirect("loan", number=number)


@customer
@confirms_self("money")
@require_http_methods(["GET", "POST"])
def due_day(request: PersonRequest, number: str) -> HttpResponse:
    """Move the due day in two steps: the date, then before and after with the interest it costs or saves."""
    if request.POST.get("confirmed") == "yes":
        return _move(request, number)
    file = _file(request, number)
    if file is None:
        return redirect("loan", number=number)
    first_on, last_on = due_day_range(file.book, file.as_of)
    first = file.book.instalments[0]
    form = DueDayForm(
        request.POST or None, first_on=first_on, last_on=last_on, initial={"first_due_on": first.due_on}
    )
    if request.method == "POST" and form.is_valid():
        try:
            redrawn = plan_due_day(file.book, first_due_on=form.cleaned_data["first_due_on"], on=file.as_of)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return _confirm_day(request, redrawn, form)
    context = {"loan": file.loan, "form": form, "first": first, "first_on": first_on, "last_on": last_on}
    return render(request, "lending/customer/due_day.html", context)


def _confirm_day(request: HttpRequest, redrawn: Redrawn, form: DueDayForm) -> HttpResponse:
    initial = {**form.cleaned_data, "shown_hash": redrawn.shown_hash}
    context = {
        "loan": redrawn.loan,
        "comparison": compare(redrawn),
        "rows": redrawn.schedule.rows,
        "form": ConfirmedDueDayForm(initial=initial),
    }
    return render(request, "lending/customer/due_day_confirm.html", context)


def _move(request: PersonRequest, number: str) -> HttpResponse:
    user = request.user
    loan = access_loan(user, number)
    form = ConfirmedDueDayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please look at the figures again and confirm once more."))
        return redirect("move_due_day", number=number)
    try:
        move_due_day(
            loan=loan,
            borrower=user,
            first_due_on=form.cleaned_data["first_due_on"],
            shown_hash=form.cleaned_data["shown_hash"],
            key=form.key,
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("move_due_day", number=number)
    messages.success(request, _("The due day is moved, and the schedule is drawn anew."))
    return redirect("loan", number=number)
