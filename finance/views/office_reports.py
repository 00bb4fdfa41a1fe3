"""The reports of the books: trial balance, balance sheet, income statement, and an account line by line."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.web.paging import KeysetPage, page_url
from accounts.web.statement_file import TooLong, refuse_too_long
from accounts.web.tables.sheets import FILE_KINDS, Sheet, sheet_asked_for, sheet_file
from finance.chart_in_force import ReportAccount, chart_on
from finance.forms.books import LiftHaltForm
from finance.forms.reports import day_of, period_of
from finance.policies import access_account
from finance.queries.halts import payouts_halted
from finance.reports import sheets
from finance.reports.account_statement import PAGE_SIZE, AccountStatement, account_statement
from finance.reports.balance_sheet import balance_sheet
from finance.reports.income_statement import income_statement
from finance.reports.period import Period
from finance.reports.trial_balance import trial_balance
from finance.services.take_out_books import take_out_books

METHODS = ["GET", "POST"]


@staff("finance.see_books")
@require_http_methods(METHODS)
def trial(request: PersonRequest) -> HttpResponse:
    """Show the trial balance of the three books, and the halt of payouts where there is one."""
    return show_trial(request, LiftHaltForm())


def show_trial(request: PersonRequest, lift_form: LiftHaltForm) -> HttpResponse:
    """Show the trial balance with a form to lift a halt."""
    form, period = period_of(request.GET, clock.today())
    books = trial_balance(period)
    tables = [sheets.trial_sheet(book, period) for book in books]
    context = {
        "form": form,
        "period": period,
        "sheets": tables,
        "is_balanced": all(book.is_balanced for book in books),
        "halt": payouts_halted(),
        "lift_form": lift_form,
        "may_lift": request.user.has_right("finance.lift_payout_halt"),
    }
    return _file(request, tables) or _page(request, "trial_balance", context)


@staff("finance.see_books")
@require_http_methods(METHODS)
def balance(request: PersonRequest) -> HttpResponse:
    """Show the balance sheets of the three books at the end of a day."""
    form, day = day_of(request.GET, clock.today())
    books = balance_sheet(day)
    tables = sheets.balance_sheets(books, Period(day, day))
    context = {
        "form": form,
        "day": day,
        "sheets": tables,
        "is_balanced": all(book.is_balanced for book in books),
    }
    return _file(request, tables) or _page(request, "balance_sheet", context)


@staff("finance.see_books")
@require_http_methods(METHODS)
def income(request: PersonRequest) -> HttpResponse:
    """Show what the company earned and spent in a period."""
    form, period = period_of(request.GET, clock.today())
    statement = income_statement(period)
    table = sheets.income_sheet(statement, period)
    context = {"form": form, "period": period, "sheet": table, "result_fen": statement.result[0]}
    return _file(request, [table]) or _page(request, "income_statement", context)


@staff("finance.see_books")
@require_http_methods(METHODS)
def account(request: PersonRequest, code: str) -> HttpResponse:
    """Show an account line by line with the balance after each; a POST takes the whole period out as a file."""
    form, period = period_of(request.GET, clock.today())
    names = chart_on(period.last_on)
    found = access_account(code, names)
    try:
        file, problem = _account_file(request, found, period), ""
    except TooLong as too_long:
        file, problem = None, str(too_long)
    statement = account_statement(found, period, first=_first(request))
    context = {
        "form": form,
        "period": period,
        "statement": statement,
        "lines": [(line, names[line.other_code].name) for line in statement.lines],
        "page": _pages(request, statement),
        "sheet_name": f"account-{found.code}",
        "problem": problem,
    }
    return file or _page(request, "account", context)


def _account_file(request: PersonRequest, found: ReportAccount, period: Period) -> HttpResponse | None:
    if request.method != "POST":
        return None
    count = account_statement(found, period, size=0).count
    # Made at once and not line by line, so that CSV has an end too.
    refuse_too_long(count, "xlsx")
    whole = account_statement(found, period, size=count)
    return _file(request, [sheets.statement_sheet(whole, chart_on(period.last_on))])


def _first(request: PersonRequest) -> int:
    """Return the place of the first line of the page asked for; what cannot be read is the first page."""
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _pages(request: PersonRequest, statement: AccountStatement) -> KeysetPage:
    before, after = statement.first - PAGE_SIZE, statement.first + PAGE_SIZE
    return KeysetPage(
        rows=statement.lines,
        previous_url=page_url(request, "after", max(before, 0)) if statement.first else "",
        next_url=page_url(request, "after", after) if after < statement.count else "",
        count=statement.count,
        is_capped=False,
        is_by_age=False,
    )


def _page(request: PersonRequest, name: str, context: dict[str, object]) -> HttpResponse:
    return render(
        request,
        f"finance/office/books/{name}.html",
        {**context, "file_kinds": FILE_KINDS, "may_take_out": True},
    )


def _file(request: PersonRequest, tables: Sequence[Sheet]) -> HttpResponse | None:
    """Return the table a POST asks for as a file, and record that it was taken out."""
    found = sheet_asked_for(request.POST.get("take", ""), tables) if request.method == "POST" else None
    if found is None:
        return None
    table, kind = found
    take_out_books(actor=request.user, table=table.name, rows=len(table.lines))
    return sheet_file(table, kind, "books")
