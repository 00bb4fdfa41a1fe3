"""Visits, as the business manager who makes them sees them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from risk import policies
from risk.cases.visits import photos_of, visit_facts, visits_of
from risk.forms.work import VisitReportForm
from risk.lists import VISITS
from risk.models import FieldVisit
from risk.services.report_visit import report_visit


@staff("risk.make_visits")
@require_GET
def visits(request: PersonRequest) -> HttpResponse:
    """List the visits this person was asked for, those to be made first."""
    shown = VISITS.open(request, visits_of(request.user))
    return shown.answer or render(request, "risk/office/visits.html", {"list": shown})


@staff("risk.make_visits")
@require_http_methods(["GET", "POST"])
def visit(request: PersonRequest, number: str) -> HttpResponse:
    """Show one's own visit, and take the report of it."""
    row = policies.access_visit(request.user, number)
    form = VisitReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        photos = [photo for photo in (values.pop("photo"), values.pop("second_photo")) if photo]
        try:
            report_visit(visit=row, visitor=request.user, photos=photos, **values)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The report is in the case."))
            return redirect("risk_visit", number=number)
    context = {
        "visit": row,
        "facts": visit_facts(row),
        "photos": photos_of([row]),
        "form": form if row.status == FieldVisit.Status.ASKED else None,
    }
    return render(request, "risk/office/visit.html", context, status=400 if form.errors else 200)
