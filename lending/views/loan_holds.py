"""The office marks a loan: a dispute, a death, a fraud; and takes the mark off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from lending.forms.loan_hold import HoldLoanForm, ReleaseHoldForm
from lending.policies import access_loan_as_staff
from lending.services.hold_loan import hold_loan
from lending.services.release_loan_hold import release_loan_hold

RIGHT = "lending.hold_loans"


@staff(RIGHT)
@confirms_self("money")
@require_POST
def place(request: PersonRequest, number: str) -> HttpResponse:
    """Put a mark on the loan."""
    loan, form = access_loan_as_staff(number), HoldLoanForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("no_reason", _("Write what happened and how it is known."))
        hold_loan(loan=loan, placed_by=request.user, **form.cleaned_data)
        messages.success(request, _("The loan is marked; nothing is debited and nobody is reminded."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("office_loan", number=number)


@staff(RIGHT)
@confirms_self("money")
@require_POST
def release(request: PersonRequest, number: str) -> HttpResponse:
    """Take a mark off."""
    loan, form = access_loan_as_staff(number), ReleaseHoldForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("no_outcome", _("Write what was found."))
        release_loan_hold(
            loan=loan,
            hold_id=form.cleaned_data["hold"],
            outcome=form.cleaned_data["outcome"],
            released_by=request.user,
        )
        messages.success(request, _("The mark is off; the loan goes on as before."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("office_loan", number=number)
