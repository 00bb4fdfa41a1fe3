"""The days of reconciliation in the office: what matches, the files of the bank, and matching a day by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.file_answer import file_answer
from accounts.web.paging import page_by_key
from accounts.web.tables.ordering import Order, page_in_order
from finance.domain.statement_file import COLUMNS, HEAD
from finance.forms.reconciliation import StatementForm
from finance.models import CustodyStatement
from finance.policies import access_matched_day, access_statement_file
from finance.queries import reconciliation as reads
from finance.queries.halts import payouts_halted
from finance.reconciliation import story
from finance.reconciliation.words import fault_words
from finance.services.import_statement import import_statement
from finance.services.match_statement import match_statement
from finance.services.reconcile_day import reconcile_day

SEE, WORK = "finance.see_cash", "finance.reconcile"


@staff(SEE)
@require_GET
def days(request: PersonRequest) -> HttpResponse:
    """List the days with their state, and what waits for somebody."""
    page = page_in_order(reads.statements(), request, Order("business_on", is_descending=True))
    context = {
        "page": page,
        "rows": reads.with_break_counts(page.rows),
        "to_do": reads.unresolved_breaks().count(),
        "refused": reads.refused_files().count(),
        "missing_on": reads.missing_day(),
        "halted": payouts_halted(),
        "may_work": request.user.has_right(WORK),
    }
    return render(request, "finance/office/reconciliation/days.html", context)


@staff(WORK)
@require_http_methods(["GET", "POST"])
def upload(request: PersonRequest) -> HttpResponse:
    """Take a file of the bank in and match its day, or say why it went into quarantine."""
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = import_statement(
                content=form.cleaned_data["file"],
                source=CustodyStatement.Source.UPLOAD,
                actor=request.user,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return _after_upload(request, row)
    context = {"form": form, "head": ",".join(HEAD), "columns": ",".join(COLUMNS)}
    status = 422 if form.errors else 200
    return render(request, "finance/office/reconciliation/upload.html", context, status=status)


def _after_upload(request: PersonRequest, row: CustodyStatement) -> HttpResponse:
    if row.status == CustodyStatement.Status.QUARANTINED:
        messages.error(request, _("The file went into quarantine. Nothing of it was taken in."))
        return redirect("office_statement", number=row.number)
    match_statement(statement_id=row.pk, actor=request.user)
    messages.success(request, _("The statement was taken in and matched."))
    return redirect("office_reconciliation_day", day=row.day.isoformat())


@staff(SEE)
@require_GET
def refused(request: PersonRequest) -> HttpResponse:
    """List the files in quarantine."""
    page = page_by_key(reads.refused_files(), request)
    return render(request, "finance/office/reconciliation/refused.html", {"page": page})


@staff(SEE)
@require_GET
def day(request: PersonRequest, day: str) -> HttpResponse:
    """Show one day: the bank's statement, the ledger and the loan book side by side, breaks, lines and files."""
    statement = access_matched_day(day)
    context = {
        "statement": statement,
        "bank_rows": story.bank_rows(statement),
        "book_rows": story.loan_book_rows(statement),
        "breaks": reads.breaks_of(statement.day),
        "odd_lines": reads.lines_not_matched(statement),
        "page": page_by_key(reads.lines_of(statement), request, is_oldest_first=True),
        "files": reads.files_of(statement.day),
        "may_work": request.user.has_right(WORK),
    }
    return render(request, "finance/office/reconciliation/day.html", context)


@staff(WORK)
@require_POST
def match(request: PersonRequest, day: str) -> HttpResponse:
    """Fetch the bank's statement of a day again and match the day anew."""
    statement = access_matched_day(day)
    if request.POST.get("from") == "bank":
        fetched = reconcile_day(day=statement.day, actor=request.user)
        if fetched is None:
            messages.error(request, _("The bank has no statement ready."))
            return redirect("office_reconciliation_day", day=day)
    else:
        match_statement(statement_id=statement.pk, actor=request.user)
    messages.success(request, _("The day was matched again."))
    return redirect("office_reconciliation_day", day=day)


@staff(SEE)
@require_GET
def statement(request: PersonRequest, number: str) -> HttpResponse:
    """Show one file of the bank: what became of it, and why it was refused."""
    found = access_statement_file(number)
    context = {
        "statement": found,
        "faults": [(fault["row"], fault_words(fault), fault["value"]) for fault in found.faults],
        "moments": story.moments_of("custodystatement", found.pk),
    }
    return render(request, "finance/office/reconciliation/statement.html", context)


@staff(SEE)
@require_GET
def download(request: PersonRequest, number: str) -> HttpResponse:
    """Hand a file out as it was taken in."""
    found = access_statement_file(number)
    return file_answer(found.content, f"{found.number}.csv", "text/csv; charset=utf-8")
