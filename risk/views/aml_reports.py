"""The files of the desk for the authority, and how the desk does."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, staff
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.web.attempt import attempt
from accounts.web.file_answer import file_answer
from accounts.web.paging import page_by_key
from risk.aml import queries, story
from risk.aml.policies import access_alert, access_report
from risk.aml.rules import SEE, WORK
from risk.forms import aml as forms
from risk.models import AmlReport
from risk.services.drop_aml_report import drop_aml_report
from risk.services.make_aml_report import make_aml_report
from risk.services.send_aml_report import send_aml_report
from risk.services.take_out_aml_report import take_out_aml_report


@staff(SEE)
@require_GET
@never_cache
def reports(request: PersonRequest) -> HttpResponse:
    """List the files, and the days that wait for one."""
    return _list(request)


def _list(request: PersonRequest, form: forms.DayReportForm | None = None) -> HttpResponse:
    status = request.GET.get("status", "")
    status = status if status in AmlReport.Status.values else ""
    context = {
        "page": page_by_key(queries.reports(status), request),
        "status": status,
        "statuses": AmlReport.Status.choices,
        "days": queries.days_to_report(request.user),
        "form": (form or forms.DayReportForm()) if request.user.has_right(WORK) else None,
    }
    return render(request, "risk/office/aml_reports.html", context, status=422 if form else 200)


@staff(WORK)
@require_POST
def make_day(request: PersonRequest) -> HttpResponse:
    """Make the file of a day's large transactions."""
    form = forms.DayReportForm(request.POST)
    if form.is_valid():
        try:
            report = make_aml_report(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return redirect("aml_report", number=report.number)
    return _list(request, form)


@staff(WORK)
@require_POST
def make_case(request: PersonRequest, number: str) -> HttpResponse:
    """Make the file of a case, or its correction."""
    case = access_alert(request.user, number)
    reason = request.POST.get("reason", "")[:300]
    try:
        made = make_aml_report(actor=request.user, case=case, reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("aml_alert", number=number)
    messages.success(request, _("The file is made; another person hands it in."))
    return redirect("aml_report", number=made.number)


@staff(SEE)
@require_GET
@never_cache
def report(request: PersonRequest, number: str) -> HttpResponse:
    """Show a file: what it holds, its totals, what became of it."""
    return _show(request, access_report(request.user, number))


@staff(WORK)
@require_POST
def send(request: PersonRequest, number: str) -> HttpResponse:
    """Note that the file was handed in."""
    found = access_report(request.user, number)
    form = forms.SendForm(request.POST)

    def act() -> None:
        send_aml_report(report=found, actor=request.user, **form.cleaned_data)

    if attempt(request, form, act, _("The receipt is kept.")):
        return redirect("aml_report", number=number)
    return _show(request, found, send_form=form)


@staff(WORK)
@require_POST
def drop(request: PersonRequest, number: str) -> HttpResponse:
    """Drop a file that was not sent."""
    found = access_report(request.user, number)
    attempt(
        request, None, lambda: drop_aml_report(report=found, actor=request.user), _("The file is dropped.")
    )
    return redirect("aml_report", number=number)


@staff(WORK)
@require_POST
@never_cache
def take_out(request: PersonRequest, number: str) -> HttpResponse:
    """Hand the file out as XML; that it was taken out is recorded first."""
    found = access_report(request.user, number)
    content = take_out_aml_report(report=found, actor=request.user)
    return file_answer(content, f"{found.number}.xml", "application/xml; charset=utf-8")


def _show(request: PersonRequest, found: AmlReport, **bound: Any) -> HttpResponse:
    user = request.user
    is_drafted = found.status == AmlReport.Status.DRAFTED
    may_work = user.has_right(WORK)
    may_send = is_drafted and may_work and not is_same_person(found.made_by, user)
    context = {
        "report": found,
        "facts": story.report_facts(found),
        "alerts": queries.alerts_in(found),
        "may_drop": is_drafted and may_work,
        "may_take_out": may_work,
        "waits_for_another": is_drafted and may_work and not may_send,
        "send_form": forms.SendForm() if may_send else None,
        **bound,
    }
    return render(request, "risk/office/aml_report.html", context, status=422 if bound else 200)


@staff(SEE)
@require_GET
@never_cache
def statistics(request: PersonRequest) -> HttpResponse:
    """Show how the patterns do, and whether reports went out in time."""
    context = {"rows": queries.pattern_figures(request.user), "files": queries.report_figures()}
    return render(request, "risk/office/aml_statistics.html", context)
