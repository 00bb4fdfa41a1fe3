"""Breaks between the bank, the ledger and the loan book: the list, and one with its owner and its end."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, staff
from accounts.web.attempt import attempt
from accounts.web.paging import page_by_key
from finance.forms.reconciliation import AssignBreakForm, ResolveBreakForm
from finance.models import ReconciliationBreak
from finance.policies import access_break
from finance.queries import reconciliation as reads
from finance.reconciliation import story
from finance.services.assign_break import assign_break
from finance.services.resolve_break import resolve_break

SEE, WORK = "finance.see_cash", "finance.reconcile"


@staff(SEE)
@require_GET
def breaks(request: PersonRequest) -> HttpResponse:
    """List the breaks to look after, or those that were resolved, with type, owner, age and end."""
    is_open = request.GET.get("show") != "resolved"
    page = page_by_key(reads.breaks(is_open=is_open), request)
    context = {
        "is_open": is_open,
        "page": page,
        "rows": [(row, story.age_days(row)) for row in page.rows],
    }
    return render(request, "finance/office/reconciliation/breaks.html", context)


@staff(SEE)
@require_http_methods(["GET", "POST"])
def detail(request: PersonRequest, number: str) -> HttpResponse:
    """Show one break; who may give it an owner, and its owner says how it ended."""
    found = access_break(number)
    may_work = request.user.has_right(WORK)
    decision = request.POST.get("decision", "") if may_work else ""
    assign = AssignBreakForm(
        request.POST if decision == "assign" else None, initial={"owner": request.user.number}
    )
    resolve = ResolveBreakForm(request.POST if decision == "resolve" else None)
    if decision == "assign" and attempt(request, assign, lambda: _assign(request, found, assign), _("Done.")):
        return redirect("office_break", number=number)
    if decision == "resolve" and attempt(
        request, resolve, lambda: _resolve(request, found, resolve), _("What you said stands there now.")
    ):
        return redirect("office_break", number=number)
    context = {
        "row": found,
        "facts": story.break_facts(found),
        "moments": story.moments_of("reconciliationbreak", found.pk),
        "assign_form": assign if may_work and _is_open(found) else None,
        "resolve_form": resolve if _is_open(found) and found.owner_id == request.user.pk else None,
    }
    status = 422 if assign.errors or resolve.errors else 200
    return render(request, "finance/office/reconciliation/break.html", context, status=status)


def _is_open(row: ReconciliationBreak) -> bool:
    return row.status in ReconciliationBreak.UNRESOLVED and not row.approval_number


def _assign(request: PersonRequest, row: ReconciliationBreak, form: AssignBreakForm) -> None:
    assign_break(number=row.number, owner=form.cleaned_data["owner"], actor=request.user)


def _resolve(request: PersonRequest, row: ReconciliationBreak, form: ResolveBreakForm) -> None:
    resolve_break(
        number=row.number,
        resolution=form.cleaned_data["resolution"],
        evidence=form.cleaned_data["evidence"],
        entry_number=form.cleaned_data["entry_number"],
        actor=request.user,
    )
