"""The opening of the company's own book, and the result of a year carried to equity."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from finance.chart_in_force import chart_on
from finance.forms.periods import OpeningForm, YearEndForm
from finance.models import OpeningBalance, YearEnd
from finance.periods.months import months
from finance.reports.year_result import result_amounts, result_fen
from finance.services.propose_opening_balance import (
    is_book_empty,
    opening_accounts,
    propose_opening_balance,
)
from finance.services.propose_year_end import propose_year_end

KEEP = "finance.keep_books"
METHODS = ["GET", "POST"]


@staff("finance.see_books")
@require_http_methods(METHODS)
def year_end(request: PersonRequest) -> HttpResponse:
    """Show what each year that is over has to carry, and ask for it to be carried."""
    is_keeper = request.user.has_right(KEEP)
    years = sorted({one.month_on.year for one in months() if one.is_over and one.month_on.month == 12})
    standing = [(year, result_amounts(dt.date(year, 12, 31))) for year in years]
    to_carry = [year for year, amounts in standing if amounts]
    form = YearEndForm(request.POST or None, years=to_carry[:1]) if is_keeper and to_carry else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            propose_year_end(maker=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Another person has to approve the year end now."))
            return redirect("office_year_end")
    chart = chart_on()
    context = {
        "years": [
            (year, result_fen(amounts), [(chart[code], fen) for code, fen in amounts.items()])
            for year, amounts in standing
        ],
        "asked": list(YearEnd.objects.select_related("planned_by", "entry").order_by("-pk")),
        "form": form,
    }
    return render(request, "finance/office/books/year_end.html", context)


@staff("finance.see_books")
@require_http_methods(METHODS)
def opening(request: PersonRequest) -> HttpResponse:
    """Show with what the book was opened, and ask for its opening while it is empty."""
    is_empty = is_book_empty()
    is_keeper = request.user.has_right(KEEP)
    form = (
        OpeningForm(
            request.POST or None,
            accounts=opening_accounts(),
            initial={"opens_on": clock.today() - dt.timedelta(days=1)},
        )
        if is_keeper and is_empty
        else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            propose_opening_balance(
                opens_on=form.cleaned_data["opens_on"],
                amounts=form.amounts,
                reason=form.cleaned_data["reason"],
                maker=request.user,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Another person has to approve the opening now."))
            return redirect("office_opening")
    chart = chart_on()
    asked = OpeningBalance.objects.select_related("planned_by", "entry").order_by("-pk")
    context = {
        "is_empty": is_empty,
        "asked": [(row, [(chart[code], fen) for code, fen in row.amounts.items()]) for row in asked],
        "form": form,
    }
    return render(request, "finance/office/books/opening.html", context)
