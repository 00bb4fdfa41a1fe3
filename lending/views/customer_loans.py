"""A borrower's loans: what is due, paying it, paying everything off."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.formats import yuan
from accounts.web.forms import mint_key
from accounts.web.paging import page_by_key
from finance.queries.wallets import wallet_balance
from lending.contracts.policies import borrowers_papers
from lending.cooling.plan import last_cooling_day
from lending.domain.terms import Method
from lending.forms.repayment import (
    AutomaticDebitForm,
    ConfirmedRepayForm,
    RepayForm,
    SettleForm,
    SettlementDateForm,
)
from lending.loan_story import contract_facts, cost_facts, payment_rows, tell_headline, timeline
from lending.models import Loan
from lending.models.product import ProductLine
from lending.page_sections import LOAN_PAGE
from lending.policies import access_loan
from lending.queries.bad_days import latest_acceleration
from lending.queries.loans import LoanFile, loans_of, read_loan_files
from lending.redrawing.story import version_facts
from lending.repayment_story import due_facts, payment_facts
from lending.services.pay_loan import pay_loan
from lending.services.set_automatic_debit import set_automatic_debit
from lending.services.settle_loan import settle_loan
from lending.settlement_story import settlement_facts, tell_settlement


def _file(request: PersonRequest, number: str) -> LoanFile:
    loan = access_loan(request.user, number)
    return read_loan_files([loan], clock.today())[0]


@customer
@require_GET
def loans(request: PersonRequest) -> HttpResponse:
    """List the borrower's loans, newest first, each with what it asks for next."""
    page = page_by_key(loans_of(request.user), request)
    files = read_loan_files(page.rows, clock.today())
    rows = [{"file": file, "headline": tell_headline(file)} for file in files]
    return render(request, "lending/customer/loans.html", {"page": page, "rows": rows})


@customer
@require_GET
def loan(request: PersonRequest, number: str) -> HttpResponse:
    """Show one loan: the next payment, every instalment with its reasons, what was paid, what closes it."""
    file = _file(request, number)
    is_active = file.loan.status == Loan.Status.ACTIVE
    context = {
        "file": file,
        "loan": file.loan,
        "is_active": is_active,
        "headline": tell_headline(file),
        "rows": timeline(file),
        "payments": payment_rows(file),
        "story": tell_settlement(file, file.as_of) if is_active else None,
        "cooling_until": _returnable_until(file),
        "called_in": latest_acceleration(file.loan) if file.loan.overdue_since_on else None,
        "is_flat": file.loan.method == Method.FLAT,
        "version_facts": version_facts(file.versions),
        "cost_facts": cost_facts(file),
        "contract_facts": contract_facts(file.loan),
        "papers": borrowers_papers(file.loan),
        "sections": LOAN_PAGE.shown(file.loan),
    }
    return render(request, "lending/customer/loan.html", context)


def _returnable_until(file: LoanFile) -> dt.date | None:
    """Return until when the page offers the return; whether it is a first loan is asked when it is opened."""
    until_on = last_cooling_day(file.loan)
    line = file.loan.product_version.product.line
    is_open = file.loan.status == Loan.Status.ACTIVE and not file.payments and file.as_of <= until_on
    return until_on if is_open and line == ProductLine.CASH else None


@customer
@confirms_self("money")
@require_POST
def automatic_debit(request: PersonRequest, number: str) -> HttpResponse:
    """Switch the loan's automatic debit."""
    user = request.user
    found = access_loan(user, number)
    form = AutomaticDebitForm(request.POST)
    if form.is_valid():
        is_on = form.cleaned_data["is_on"] == "yes"
        try:
            set_automatic_debit(loan=found, borrower=user, is_on=is_on)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            said = _("Automatic debit is on.") if is_on else _("Automatic debit is off. Please pay by hand.")
            messages.success(request, said)
    return redirect("loan", number=number)


@customer
@confirms_self("money")
@require_http_methods(["GET", "POST"])
def repay(request: PersonRequest, number: str) -> HttpResponse:
    """Pay on a loan in two steps: the amount, then what it goes to and the confirmation."""
    file = _file(request, number)
    is_confirmed = request.POST.get("confirmed") == "yes"
    if not file.dues.payable_fen and not is_confirmed:
        messages.info(request, _("Nothing can be paid on this loan now."))
        return redirect("loan", number=number)
    free_fen = wallet_balance(request.user).available_fen
    if request.method == "POST":
        form = (ConfirmedRepayForm if is_confirmed else RepayForm)(request.POST)
        if form.is_valid() and not _is_refused(form, file, free_fen):
            if not is_confirmed:
                return _confirm_payment(request, file, form, free_fen)
            if _is_paid(request, file, form):
                return redirect("loan", number=number)
        if is_confirmed:
            form = _opened_again(form)
    else:
        form = RepayForm(initial={"amount_fen": file.asked_fen})
    context = {
        "loan": file.loan,
        "form": form,
        "facts": due_facts(file, free_fen),
        "missing_fen": max(0, file.asked_fen - free_fen),
        "free_fen": free_fen,
        "pays_ahead": not file.dues.now_fen and bool(file.dues.ahead_fen),
    }
    return render(request, "lending/customer/repay.html", context)


def _is_refused(form: RepayForm, file: LoanFile, free_fen: int) -> bool:
    """Say at the field what the service would refuse, with the figures at hand; a confirmation goes to the service."""
    if isinstance(form, ConfirmedRepayForm):
        return False
    amount_fen = form.cleaned_data["amount_fen"]
    if amount_fen > file.dues.payable_fen:
        words = _("At most %(most)s can be paid now. To pay everything, settle the loan early.")
        form.add_error("amount_fen", words % {"most": yuan(file.dues.payable_fen)})
    elif amount_fen > free_fen:
        words = _("Your wallet has %(free)s free: %(missing)s is missing.")
        amounts = {"free": yuan(free_fen), "missing": yuan(amount_fen - free_fen)}
        form.add_error("amount_fen", words % amounts)
    return not form.is_valid()


def _confirm_payment(request: HttpRequest, file: LoanFile, form: RepayForm, free_fen: int) -> HttpResponse:
    amount_fen = form.cleaned_data["amount_fen"]
    context = {
        "loan": file.loan,
        "form": ConfirmedRepayForm(initial=form.cleaned_data),
        "facts": payment_facts(file, amount_fen, free_fen),
        "amount_fen": amount_fen,
        "pays_ahead": amount_fen > file.dues.now_fen,
    }
    return render(request, "lending/customer/repay_confirm.html", context)


def _is_paid(request: PersonRequest, file: LoanFile, form: RepayForm) -> bool:
    amount_fen = form.cleaned_data["amount_fen"]
    try:
        payment = pay_loan(loan=file.loan, payer=request.user, amount_fen=amount_fen, key=form.key)
    except Refused as refusal:
        form.add_error("amount_fen", str(refusal.message))
        return False
    words = _("%(amount)s is paid. The principal left is %(left)s.")
    left = {"amount": yuan(payment.amount_fen), "left": yuan(payment.outstanding_after_fen)}
    messages.success(request, words % left)
    return True


def _opened_again(form: RepayForm) -> RepayForm:
    """Return the first step with what went wrong, and with a new key: the old one may stand for something else."""
    again = RepayForm({"amount_fen": form.data.get("amount_fen", ""), "idempotency_key": mint_key()})
    again.full_clean()
    for error in form.errors.get("amount_fen", []):
        if error not in again.errors.get("amount_fen", []):
            again.add_error("amount_fen", error)
    if "amount_fen" not in form.errors:
        again.add_error(None, _("Please look at the amount again and confirm once more."))
    return again


@customer
@confirms_self("money")
@require_http_methods(["GET", "POST"])
def settle(request: PersonRequest, number: str) -> HttpResponse:
    """Show what closes a loan on a day, line by line; today it can be paid."""
    file = _file(request, number)
    if file.loan.status == Loan.Status.WRITTEN_OFF:
        return redirect("repay_loan", number=number)
    if file.loan.status != Loan.Status.ACTIVE:
        messages.info(request, _("This loan is already paid off."))
        return redirect("loan", number=number)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_settled(request, file.loan, form):
        return redirect("loan", number=number)
    dates = SettlementDateForm(
        {"on": request.GET.get("on") or file.as_of.isoformat()},
        first_on=file.as_of,
        last_on=max(file.as_of, file.loan.matures_on),
    )
    on = dates.cleaned_data["on"] if dates.is_valid() else file.as_of
    story = tell_settlement(file, on)
    free_fen = wallet_balance(request.user).available_fen
    context: dict[str, Any] = {
        "loan": file.loan,
        "dates": dates,
        "on": on,
        "is_today": on == file.as_of,
        "story": story,
        "facts": settlement_facts(story, free_fen),
        "missing_fen": max(0, story.total_fen - free_fen),
        "form": SettleForm(initial={"shown_fen": story.total_fen}),
        "errors": [error for field in form.errors.values() for error in field] if form.is_bound else [],
        "settle_url": reverse("settle_loan", args=[number]),
    }
    return render(request, "lending/customer/settle.html", context)


def _is_settled(request: PersonRequest, loan: Loan, form: SettleForm) -> bool:
    try:
        payment = settle_loan(
            loan=loan,
            payer=request.user,
            shown_fen=form.cleaned_data["shown_fen"],
            key=form.key,
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return False
    words = _("The loan is paid off. %(amount)s left your wallet; nothing more is owed.")
    messages.success(request, words % {"amount": yuan(payment.amount_fen)})
    return True
