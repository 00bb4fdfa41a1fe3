"""Statements that add up: an investor's periods and years, and a borrower's loan."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.rules import rule
from accounts.web.paging import page_by_key
from accounts.web.statement_file import MAKERS, Statement, TooLong, as_attachment
from finance.forms.period import period_asked_for
from finance.queries.wallet_period import wallet_period
from lending.investing.statement import investor_statement
from lending.investing.statement_story import summary_rows, wallet_rows
from lending.investing.tax import months_section, tax_statement
from lending.loan_statement import loan_statement
from lending.policies import access_loan
from lending.queries.claim_period import claim_sums
from lending.queries.loans import read_loan_files
from lending.queries.portfolio import receipts_by_year, receipts_of_year


@customer
@require_GET
def statements(request: PersonRequest) -> HttpResponse:
    """Show a period's opening, movements and closing; `?as=csv`, `xlsx` or `pdf` hands the whole statement over."""
    user, today = request.user, clock.today()
    form = period_asked_for(request.GET, today)
    if not form.is_valid():
        return render(request, "lending/customer/statements.html", {"form": form})
    first_on, last_on = form.cleaned_data["from"], form.cleaned_data["to"]
    ending = request.GET.get("as", "")
    if ending in MAKERS:
        return _file(
            request,
            ending,
            lambda: investor_statement(user, first_on, last_on, ending),
            "investor_statements",
        )
    wallet = wallet_period(user, first_on, last_on)
    page = page_by_key(wallet.rows, request)
    context = {
        "form": form,
        "first_on": first_on,
        "last_on": last_on,
        "rows": summary_rows(wallet, claim_sums(user, first_on, last_on)),
        "page": page,
        "moves": wallet_rows(wallet, page.rows),
    }
    return render(request, "lending/customer/statements.html", context)


@customer
@require_GET
def tax(request: PersonRequest) -> HttpResponse:
    """Show the gross interest of a year by month; `?as=csv`, `xlsx` or `pdf` hands the statement over."""
    user = request.user
    years = receipts_by_year(user)
    asked = request.GET.get("year", "")
    found = {str(row.year): row for row in years}
    if asked and asked not in found:
        raise Http404
    if not years:
        return render(request, "lending/customer/tax.html", {"years": []})
    shown = found[asked] if asked else years[0]
    read = rule("tax.interest", on=min(clock.today(), dt.date(shown.year, 12, 31)))
    ending = request.GET.get("as", "")
    if ending in MAKERS:
        return _file(request, ending, lambda: tax_statement(user, shown.year, read, ending), "tax_statement")
    context = {
        "years": years,
        "shown": shown,
        "section": months_section(receipts_of_year(user, shown.year)),
        "rule": read,
    }
    return render(request, "lending/customer/tax.html", context)


@customer
@require_GET
def of_loan(request: PersonRequest, number: str, ending: str) -> HttpResponse:
    """Hand over the statement of a borrower's own loan."""
    loan = access_loan(request.user, number)
    if ending not in MAKERS:
        raise Http404
    [file] = read_loan_files([loan], clock.today())
    return _file(request, ending, lambda: loan_statement(file), "loans")


def _file(request: HttpRequest, ending: str, build: Callable[[], Statement], back: str) -> HttpResponse:
    try:
        statement = build()
    except TooLong as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return as_attachment(statement, ending)
