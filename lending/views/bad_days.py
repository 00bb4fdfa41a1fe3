"""The office's page of an overdue loan: call it in, keep its legal steps, write it off, recover."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.forms import RefusableForm
from finance.queries.wallets import wallet_balance
from lending.bad_days.acceleration import measure_default
from lending.bad_days.story import call_in_words, default_facts, notice_facts
from lending.forms.bad_days import (
    ClosingStepForm,
    CostForm,
    LegalStepForm,
    ReasonForm,
    RecoverForm,
    WaiverForm,
)
from lending.models import Loan
from lending.policies import access_loan_as_staff
from lending.queries.bad_days import (
    latest_acceleration,
    latest_write_off,
    legal_steps,
    notice_messages,
    waivers_of,
)
from lending.repayment.book import read_books
from lending.repayment.dues import collect_dues
from lending.services.propose_acceleration import propose_acceleration
from lending.services.propose_cost import propose_cost
from lending.services.propose_waiver import propose_waiver
from lending.services.propose_write_off import propose_write_off
from lending.services.record_legal_step import CLOSING_RIGHT, record_legal_step
from lending.services.recover_loan import recover_loan

RIGHT = "lending.plan_bad_days"


@staff("lending.see_loans")
@require_GET
def bad_days(request: PersonRequest, number: str) -> HttpResponse:
    """Show how far behind a loan is, what was done about it, and what can be done next."""
    return _page(request, access_loan_as_staff(number))


def _page(request: PersonRequest, loan: Loan, bound: RefusableForm | None = None) -> HttpResponse:
    today, user = clock.today(), request.user
    [book] = read_books([loan.pk]) or [None]
    dues = collect_dues(book, today) if book else None
    called_in, off = latest_acceleration(loan), latest_write_off(loan)
    may_act = user.has_right(RIGHT) and book is not None and loan.overdue_since_on is not None
    test = measure_default(book, today) if book else None
    is_active = loan.status == Loan.Status.ACTIVE
    forms: list[tuple[str, RefusableForm]] = []
    if user.has_right(CLOSING_RIGHT) and book is not None and loan.overdue_since_on is not None:
        forms = [("closing", ClosingStepForm(initial={"done_on": today}))]
    if may_act:
        forms.append(("step", LegalStepForm(initial={"done_on": today})))
        if (
            is_active
            and test
            and test.has_more_to_come
            and not (called_in and called_in.status in called_in.OPEN)
        ):
            forms.append(("call_in", ReasonForm()))
        if is_active and test and not test.has_more_to_come and not (off and off.status == "planned"):
            forms.append(("write_off", ReasonForm()))
        if test and not test.has_more_to_come:
            forms.append(("waiver", WaiverForm()))
        if dues and dues.now_fen:
            forms.append(("recover", RecoverForm(initial={"value_on": today})))
    context: dict[str, Any] = {
        "loan": loan,
        "now_fen": dues.now_fen if dues else 0,
        "ahead_fen": sum(row.unpaid_principal_fen for row in book.instalments if row.due_on > today)
        if book
        else 0,
        "free_fen": wallet_balance(loan.borrower).available_fen,
        "default_facts": default_facts(test) if test else [],
        "verdict": call_in_words(loan, called_in, test) if test else "",
        "called_in": called_in,
        "notice_facts": notice_facts(called_in, notice_messages(called_in)) if called_in else [],
        "write_off": off,
        "steps": legal_steps(loan),
        "waivers": waivers_of(loan),
        "cost_form": CostForm() if may_act else None,
        **{f"{name}_form": _shown(name, form, bound) for name, form in forms},
    }
    status = 400 if bound is not None else 200
    return render(request, "lending/office/bad_days.html", context, status=status)


def _shown(name: str, form: RefusableForm, bound: RefusableForm | None) -> RefusableForm:
    """Return the form as it was sent back with its errors, where it is the one that was sent."""
    return bound if bound is not None and getattr(bound, "shown_as", "") == name else form


def _carry_out(
    request: PersonRequest, loan: Loan, name: str, form: RefusableForm, act: Callable[[], object], said: str
) -> HttpResponse:
    form.shown_as = name  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, said)
            return redirect("office_bad_days", number=loan.number)
    return _page(request, loan, form)


@staff(RIGHT)
@require_POST
def call_in(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for approval to call the loan in."""
    loan, form, user = access_loan_as_staff(number), ReasonForm(request.POST), request.user
    return _carry_out(
        request,
        loan,
        "call_in",
        form,
        lambda: propose_acceleration(loan=loan, maker=user, **form.cleaned_data),
        _("The notice goes out once another person has approved it."),
    )


@staff(RIGHT)
@require_POST
def legal_step(request: PersonRequest, number: str) -> HttpResponse:
    """Keep a legal step."""
    return _keep_step(request, number, "step", LegalStepForm(request.POST, request.FILES))


@staff(CLOSING_RIGHT)
@require_POST
def legal_close(request: PersonRequest, number: str) -> HttpResponse:
    """Keep that a loan was handed over, or its proceedings closed."""
    return _keep_step(request, number, "closing", ClosingStepForm(request.POST, request.FILES))


def _keep_step(request: PersonRequest, number: str, name: str, form: LegalStepForm) -> HttpResponse:
    loan = access_loan_as_staff(number)

    def act() -> object:
        data = {**form.cleaned_data, "cost_fen": form.cleaned_data["cost_fen"] or 0}
        return record_legal_step(loan=loan, actor=request.user, **data)

    return _carry_out(request, loan, name, form, act, _("The step is kept, and the holders are told."))


@staff(RIGHT)
@require_POST
def legal_cost(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for approval that the borrower owes what a step cost."""
    loan, form = access_loan_as_staff(number), CostForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("reason_missing", _("Say why this should be done."))
        propose_cost(
            loan=loan,
            number=form.cleaned_data["step"],
            maker=request.user,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The cost waits for another person's approval."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("office_bad_days", number=number)


@staff(RIGHT)
@require_POST
def write_off(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for approval to write the loan off."""
    loan, form, user = access_loan_as_staff(number), ReasonForm(request.POST), request.user
    return _carry_out(
        request,
        loan,
        "write_off",
        form,
        lambda: propose_write_off(loan=loan, maker=user, **form.cleaned_data),
        _("The write-off waits for another person's approval."),
    )


@staff(RIGHT)
@confirms_self("money")
@require_POST
def recover(request: PersonRequest, number: str) -> HttpResponse:
    """Lay the borrower's free money on the loan."""
    loan, form, user = access_loan_as_staff(number), RecoverForm(request.POST), request.user
    return _carry_out(
        request,
        loan,
        "recover",
        form,
        lambda: recover_loan(
            loan=loan,
            amount_fen=form.cleaned_data["amount_fen"],
            value_on=form.cleaned_data["value_on"],
            actor=user,
            key=form.key,
        ),
        _("The money is laid on the loan: costs first, then the holders by claim."),
    )


@staff(RIGHT)
@require_POST
def waiver(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for approval to ask a holder for a waiver."""
    loan, form = access_loan_as_staff(number), WaiverForm(request.POST)

    def act() -> object:
        data = form.cleaned_data
        return propose_waiver(
            loan=loan,
            claim_number=data["claim"].strip().upper(),
            maker=request.user,
            principal_fen=data["principal_fen"] or 0,
            interest_fen=data["interest_fen"] or 0,
            reason=data["reason"],
        )

    said = _("The holder is asked once another person has approved it.")
    return _carry_out(request, loan, "waiver", form, act, said)
