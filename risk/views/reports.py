"""Reports of risk: the list, a version's page with everything one does on it, and its PDF."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import clock
from accounts.access import PersonRequest, any_staff, staff
from accounts.errors import Refused
from accounts.web.file_answer import pdf_answer
from risk.forms import report as forms
from risk.models import ReportVersion, RiskReport
from risk.reports import queries, story
from risk.reports.frozen import LANGUAGES
from risk.reports.lists import RISK_REPORTS
from risk.reports.month import newest_month
from risk.reports.policies import access_report, access_signed_report
from risk.services.draft_monthly_report import draft_monthly_report
from risk.services.open_risk_report import open_risk_report
from risk.services.take_out_report import take_out_report


@staff("risk.see_reports")
@require_http_methods(["GET", "POST"])
def reports(request: PersonRequest) -> HttpResponse:
    """List the reports, newest first."""
    kind, status = request.GET.get("kind", ""), request.GET.get("status", "")
    kind = kind if kind in RiskReport.Kind.values else ""
    status = status if status in ReportVersion.Status.values else ""
    shown = RISK_REPORTS.open(request, queries.versions(kind, status))
    context = {
        "list": shown,
        "kind": kind,
        "status": status,
        "kinds": RiskReport.Kind.choices,
        "may_write": request.user.has_right(queries.WRITE),
    }
    return shown.answer or render(request, "risk/office/reports/reports.html", context)


@staff("risk.write_reports")
@require_http_methods(["GET", "POST"])
def draft_month(request: PersonRequest) -> HttpResponse:
    """Draft the report of a closed month that has none, or open the one it has."""
    newest = newest_month(clock.today())
    initial = {"month_on": f"{newest.first_on:%Y-%m}" if newest is not None else ""}
    form = forms.MonthForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = draft_monthly_report(month_on=form.cleaned_data["month_on"], actor=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return redirect("risk_report", number=version.number)
    status = 422 if form.errors else 200
    return render(request, "risk/office/reports/month.html", {"form": form}, status=status)


@staff("risk.write_reports")
@require_http_methods(["GET", "POST"])
def new_report(request: PersonRequest) -> HttpResponse:
    """Begin a warning or an assessment."""
    form = forms.NewReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = open_risk_report(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The figures are frozen. Write what they mean and what is proposed."))
            return redirect("risk_report", number=version.number)
    status = 422 if form.errors else 200
    return render(request, "risk/office/reports/new_report.html", {"form": form}, status=status)


@any_staff
@require_GET
def report(request: PersonRequest, number: str) -> HttpResponse:
    """Show a version to whoever sees reports, and a signed warning to whom it was sent."""
    return show_report(request, access_report(request.user, number))


@any_staff
@require_GET
def report_pdf(request: PersonRequest, number: str, language: str) -> HttpResponse:
    """Hand a signed report out as PDF."""
    signed = access_signed_report(request.user, number)
    if language not in LANGUAGES:
        raise Http404
    try:
        content = take_out_report(signed=signed, language=language, reader=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("risk_report", number=number)
    return pdf_answer(content, f"{number}-{language}.pdf", disposition="attachment")


def show_report(request: PersonRequest, found: ReportVersion, **bound: Any) -> HttpResponse:
    """Show the page; `bound` are the forms that were refused, by the name of their act."""
    standing, user = queries.standing_of(found), request.user
    acts = story.acts_of(found, user)
    is_assessment = found.report.kind == RiskReport.Kind.ASSESSMENT
    compared = [story.corrected(found, standing), story.refreshed(found, standing)]
    context = {
        "version": found,
        "report": found.report,
        "title": story.title_of(found),
        "acts": acts,
        "facts": story.facts_of(found, standing),
        "chapters": story.chapters(found, standing, may_write=acts.write, bound=bound.get("text")),
        "measures": queries.measures_of(found),
        "ratings": story.judged(found),
        "is_assessment": is_assessment,
        "compared": [one for one in compared if one is not None],
        "versions": story.versions_of(found),
        "may_see_reports": user.has_right(queries.SEE),
        "is_sealed": found.status in ReportVersion.SEALED,
        **_act_forms(found, acts, standing.figures.content_hash, bound),
    }
    return render(request, "risk/office/reports/report.html", context, status=422 if bound else 200)


def _act_forms(
    found: ReportVersion, acts: story.Acts, shown_hash: str, bound: dict[str, Any]
) -> dict[str, Any]:
    is_assessment = found.report.kind == RiskReport.Kind.ASSESSMENT
    fresh: dict[str, tuple[bool, Any]] = {
        "measure": (acts.write, forms.MeasureForm),
        "rating": (acts.write and is_assessment, forms.RatingForm),
        "submit": (acts.write, lambda: forms.SubmitForm(is_assessment=is_assessment)),
        "drop": (acts.drop, forms.DropForm),
        "sign": (acts.sign, lambda: forms.SignForm(initial={"shown_hash": shown_hash})),
        "give_back": (acts.give_back, forms.ReturnForm),
        "correct": (acts.correct, forms.CorrectForm),
        "answer": (acts.answer, forms.AnswerForm),
    }
    return {
        f"{name}_form": (bound.get(name) or make()) if may else None for name, (may, make) in fresh.items()
    }
