"""The chart of accounts: the one in force, its versions, and asking for another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from finance.chart import BOOK_NAMES
from finance.chart_in_force import chart_on, version_on
from finance.forms.periods import ChartFormSet, ChartReasonForm, chart_rows
from finance.models import ChartVersion, LedgerAccount
from finance.periods import story
from finance.policies import access_chart_version
from finance.services.propose_chart_version import lines_in_force, propose_chart_version
from finance.statement_lines import LINE_OF

KEEP = "finance.keep_books"


@staff("finance.see_books")
def chart(request: PersonRequest) -> HttpResponse:
    """Show the chart in force, book by book, and its versions."""
    accounts = chart_on()
    context = {
        "version": version_on(),
        "books": [
            (
                name,
                [
                    (one, LINE_OF[one.line].name, LedgerAccount.Kind(one.kind).label)
                    for one in accounts.values()
                    if one.book == book
                ],
            )
            for book, name in BOOK_NAMES.items()
        ],
        "versions": list(ChartVersion.objects.select_related("planned_by").order_by("-pk")),
        "may_keep": request.user.has_right(KEEP),
    }
    return render(request, "finance/office/books/chart.html", context)


@staff("finance.see_books")
def version(request: PersonRequest, number: str) -> HttpResponse:
    """Show what a version changes."""
    found = access_chart_version(number)
    context = {"version": found, "changes": story.changes_of(found)}
    return render(request, "finance/office/books/chart_version.html", context)


@staff(KEEP)
@require_http_methods(["GET", "POST"])
def editor(request: PersonRequest) -> HttpResponse:
    """Change names and lines, add accounts, leave unused ones out, and ask for approval of the whole."""
    rows = chart_rows(lines_in_force())
    forms = ChartFormSet(request.POST or None, initial=rows, prefix="account")
    reason = ChartReasonForm(request.POST or None)
    if request.method == "POST" and forms.is_valid() and reason.is_valid():
        try:
            asked = propose_chart_version(
                lines=forms.lines(), reason=reason.cleaned_data["reason"], maker=request.user
            )
        except Refused as refusal:
            reason.add_refusal(refusal)
        else:
            messages.success(request, _("Another person has to approve the chart now."))
            return redirect("office_chart_version", asked.number)
    context = {
        "forms": forms,
        "reason": reason,
        "names": {code: one.name for code, one in chart_on().items()},
    }
    return render(request, "finance/office/books/chart_editor.html", context)
