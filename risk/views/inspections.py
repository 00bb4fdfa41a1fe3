"""Inspections of departments: the plan, the inspection's page, and every step on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.attempt import attempt
from accounts.web.forms import RefusableForm
from risk.forms.inspections import (
    DrawSampleForm,
    EndForm,
    FindingForm,
    LineResultForm,
    PlanInspectionForm,
    SummaryForm,
)
from risk.inspections import queries, story
from risk.inspections.lists import INSPECTIONS
from risk.inspections.policies import access_inspection
from risk.models import Inspection
from risk.services.draw_sample import draw_sample
from risk.services.end_inspection import end_inspection
from risk.services.plan_inspection import plan_inspection
from risk.services.record_finding import record_finding
from risk.services.record_inspection_result import record_inspection_result
from risk.services.report_inspection import report_inspection
from risk.services.start_inspection import start_inspection

SEE, PLAN, INSPECT = "risk.see_inspections", "risk.plan_inspections", "risk.inspect"


@staff(SEE)
def inspections(request: PersonRequest) -> HttpResponse:
    """List the inspections."""
    status = request.GET.get("status", "")
    status = status if status in Inspection.Status.values else ""
    shown = INSPECTIONS.open(request, queries.inspections(status))
    context = {
        "list": shown,
        "status": status,
        "statuses": Inspection.Status.choices,
        "may_plan": request.user.has_right(PLAN),
    }
    return shown.answer or render(request, "risk/office/inspections.html", context)


@staff(PLAN)
@require_http_methods(["GET", "POST"])
def new_inspection(request: PersonRequest) -> HttpResponse:
    """Plan an inspection."""
    form = PlanInspectionForm(request.POST or None)
    if form.is_valid():
        try:
            planned = plan_inspection(planned_by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The inspection stands in the plan."))
            return redirect("inspection", number=planned.number)
    status = 422 if form.is_bound else 200
    return render(request, "risk/office/plan_inspection.html", {"form": form}, status=status)


@staff(SEE)
def inspection(request: PersonRequest, number: str) -> HttpResponse:
    """Show an inspection with what the viewer may do on it."""
    return _show(request, access_inspection(request.user, number))


@staff(INSPECT)
@require_POST
def start(request: PersonRequest, number: str) -> HttpResponse:
    """Begin the inspection."""
    found = access_inspection(request.user, number)
    return _step(
        request,
        found,
        None,
        lambda: start_inspection(inspection=found, actor=request.user),
        _("The inspection is under way; its checklist is below."),
    )


@staff(INSPECT)
@require_POST
def sample(request: PersonRequest, number: str) -> HttpResponse:
    """Draw a sample."""
    found = access_inspection(request.user, number)
    form = DrawSampleForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: draw_sample(inspection=found, actor=request.user, **form.cleaned_data),
        _("The sample is drawn."),
        sample_form=form,
    )


@staff(INSPECT)
@require_POST
def result(request: PersonRequest, number: str) -> HttpResponse:
    """Take the answer to one line."""
    found = access_inspection(request.user, number)
    form = LineResultForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: record_inspection_result(inspection=found, actor=request.user, **form.cleaned_data),
        _("The answer is kept."),
        line_form=form,
    )


@staff(INSPECT)
@require_POST
def finding(request: PersonRequest, number: str) -> HttpResponse:
    """Keep a finding."""
    found = access_inspection(request.user, number)
    form = FindingForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: record_finding(inspection=found, actor=request.user, **form.cleaned_data),
        _("The finding is kept, and its owner finds it among the own work."),
        finding_form=form,
    )


@staff(INSPECT)
@require_POST
def report(request: PersonRequest, number: str) -> HttpResponse:
    """Hand the report in."""
    found = access_inspection(request.user, number)
    form = SummaryForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: report_inspection(inspection=found, actor=request.user, **form.cleaned_data),
        _("The inspection is reported. Its findings are mended now."),
        summary_form=form,
    )


@staff(PLAN)
@require_POST
def end(request: PersonRequest, number: str) -> HttpResponse:
    """Close the inspection, or call it off."""
    found = access_inspection(request.user, number)
    form = EndForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: end_inspection(inspection=found, actor=request.user, **form.cleaned_data),
        _("The inspection is over."),
        end_form=form,
    )


def _step(
    request: PersonRequest,
    found: Inspection,
    form: RefusableForm | None,
    act: Callable[[], Any],
    done: str,
    **shown: RefusableForm,
) -> HttpResponse:
    if attempt(request, form, act, done):
        return redirect("inspection", number=found.number)
    return _show(request, found, **shown)


def _show(request: PersonRequest, found: Inspection, **bound: Any) -> HttpResponse:
    user = request.user
    leads = found.lead_id == user.pk and user.has_right(INSPECT)
    is_running = found.status == Inspection.Status.RUNNING
    may_answer = leads and is_running
    may_end = user.has_right(PLAN) and found.status in (Inspection.Status.PLANNED, Inspection.Status.REPORTED)
    context = {
        "inspection": found,
        "facts": story.inspection_facts(found),
        "progress": queries.progress_of(found),
        "items": story.item_lines(found, may_answer=may_answer, bound=bound.get("line_form")),
        "samples": story.sample_lines(found, user, may_answer=may_answer, bound=bound.get("line_form")),
        "findings": found.findings.all(),
        "may_start": leads and found.status == Inspection.Status.PLANNED,
        "sample_form": bound.get("sample_form", DrawSampleForm()) if may_answer else None,
        "finding_form": bound.get("finding_form", FindingForm()) if may_answer else None,
        "summary_form": bound.get("summary_form", SummaryForm()) if may_answer else None,
        "end_form": bound.get("end_form", EndForm()) if may_end else None,
        "is_planned": found.status == Inspection.Status.PLANNED,
    }
    return render(request, "risk/office/inspection.html", context, status=422 if bound else 200)
