"""Measures of risk reports: all of them for whoever sees reports, the own ones, and saying that one is done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, any_staff, staff
from accounts.errors import Refused
from risk.forms.report import FinishForm
from risk.models import ReportMeasure
from risk.reports import queries
from risk.reports.lists import MEASURES
from risk.reports.policies import access_measure
from risk.reports.words import report_title
from risk.services.finish_measure import finish_measure

VIEWS = ("open", "late", "done")


@staff("risk.see_reports")
@require_http_methods(["GET", "POST"])
def measures(request: PersonRequest) -> HttpResponse:
    """List the measures of signed reports."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "open"
    shown = MEASURES.open(request, queries.signed_measures(view))
    return shown.answer or render(request, "risk/office/reports/measures.html", {"list": shown, "view": view})


@any_staff
@require_GET
def own_measures(request: PersonRequest) -> HttpResponse:
    """List what was given to the person who looks."""
    rows = queries.measures_given_to(request.user).select_related("version__report").order_by("due_on", "pk")
    lines = [(row, report_title(row.version.report), queries.is_measure_late(row)) for row in rows]
    return render(request, "risk/office/reports/own_measures.html", {"lines": lines})


@any_staff
@require_GET
def measure(request: PersonRequest, number: str) -> HttpResponse:
    """Show a measure to its owner and to whoever sees reports."""
    return _show(request, access_measure(request.user, number))


@any_staff
@require_POST
def finish(request: PersonRequest, number: str) -> HttpResponse:
    """Take the owner's word that it is done."""
    found = access_measure(request.user, number)
    form = FinishForm(request.POST)
    if form.is_valid():
        try:
            finish_measure(measure=found, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Kept. The next monthly report tells it."))
            return redirect("report_measure", number=number)
    return _show(request, found, form)


def _show(request: PersonRequest, found: ReportMeasure, bound: FinishForm | None = None) -> HttpResponse:
    user = request.user
    may_finish = (
        found.owner_id == user.pk
        and found.status == ReportMeasure.Status.OPEN
        and found.version.status in found.version.SEALED
    )
    context = {
        "measure": found,
        "report_title": report_title(found.version.report),
        "is_late": queries.is_measure_late(found),
        "may_see_reports": user.has_right(queries.SEE),
        "form": (bound or FinishForm()) if may_finish else None,
    }
    return render(request, "risk/office/reports/measure.html", context, status=422 if bound else 200)
