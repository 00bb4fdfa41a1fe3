"""The limits of the book: what is used and free, which are breached, and asking for another one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.tables.sheets import FILE_KINDS
from risk.forms.limit import LimitForm
from risk.limits import story
from risk.portfolio.sheets import answer_file, may_take_out
from risk.services.propose_limit import propose_limit


@staff("risk.see_portfolio")
@require_http_methods(["GET", "POST"])
def limits(request: PersonRequest) -> HttpResponse:
    """Show every limit in force with what is used of it; a POST takes the table out as a file."""
    rows = story.limit_rows()
    try:
        file = answer_file(request, [story.limit_sheet(rows)])
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        file = redirect("risk_limits")
    return file or _page(request, rows)


@staff("risk.plan_portfolio")
@require_POST
def propose(request: PersonRequest) -> HttpResponse:
    """Ask for a limit, or for the end of one."""
    form = LimitForm(request.POST)
    if form.is_valid():
        try:
            propose_limit(maker=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Another person has to approve the limit now."))
            return redirect("risk_limits")
    return _page(request, story.limit_rows(), form)


def _page(request: PersonRequest, rows: list[story.LimitRow], form: LimitForm | None = None) -> HttpResponse:
    context = {
        "rows": rows,
        "breached": sum(row.use.free_fen < 0 for row in rows),
        "waiting": story.waiting_limits(),
        "form": (form or LimitForm(initial=_asked(request)))
        if request.user.has_right("risk.plan_portfolio")
        else None,
        "may_take_out": may_take_out(request) and bool(rows),
        "file_kinds": FILE_KINDS,
    }
    return render(request, "risk/office/limits.html", context, status=400 if form is not None else 200)


def _asked(request: PersonRequest) -> dict[str, str]:
    """Return what the address fills in beforehand: the side, and why."""
    lengths = {"kind": 10, "key": 24, "reason": 300}
    return {name: request.GET[name][:most] for name, most in lengths.items() if name in request.GET}
