"""Findings: the list of risk, the own ones of each colleague, mending and checking again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, any_staff, staff
from accounts.approvals import is_same_person
from accounts.errors import Refused
from risk.forms.inspections import MendForm, RecheckForm
from risk.inspections import queries
from risk.inspections.lists import FINDINGS
from risk.inspections.policies import access_finding
from risk.inspections.story import finding_facts
from risk.models import InspectionFinding
from risk.services.mend_finding import mend_finding
from risk.services.recheck_finding import recheck_finding


@staff("risk.see_inspections")
def findings(request: PersonRequest) -> HttpResponse:
    """List the findings."""
    view = request.GET.get("status", "")
    view = view if view in ("late", *InspectionFinding.Status.values) else ""
    shown = FINDINGS.open(request, queries.findings(view))
    context = {"list": shown, "status": view, "statuses": InspectionFinding.Status.choices}
    return shown.answer or render(request, "risk/office/findings.html", context)


@any_staff
def own_findings(request: PersonRequest) -> HttpResponse:
    """List what was given to the person who looks."""
    return render(request, "risk/office/own_findings.html", {"rows": queries.findings_of(request.user)})


@any_staff
def finding(request: PersonRequest, number: str) -> HttpResponse:
    """Show a finding to its owner and to whoever sees inspections."""
    return _show(request, access_finding(request.user, number))


@any_staff
@require_POST
def mend(request: PersonRequest, number: str) -> HttpResponse:
    """Take the owner's word that it is mended."""
    found = access_finding(request.user, number)
    form = MendForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            mend_finding(finding=found, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Kept. Another person checks it again."))
            return redirect("finding", number=number)
    return _show(request, found, mend_form=form)


@staff("risk.inspect")
@require_POST
def recheck(request: PersonRequest, number: str) -> HttpResponse:
    """Take the result of the check."""
    found = access_finding(request.user, number)
    form = RecheckForm(request.POST)
    if form.is_valid():
        try:
            recheck_finding(finding=found, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The check is kept."))
            return redirect("finding", number=number)
    return _show(request, found, recheck_form=form)


def _show(
    request: PersonRequest,
    found: InspectionFinding,
    *,
    mend_form: MendForm | None = None,
    recheck_form: RecheckForm | None = None,
) -> HttpResponse:
    user = request.user
    may_mend = found.owner_id == user.pk and found.status == InspectionFinding.Status.OPEN
    may_recheck = (
        found.status == InspectionFinding.Status.MENDED
        and user.has_right("risk.inspect")
        and not (found.mended_by is not None and is_same_person(found.mended_by, user))
    )
    context = {
        "finding": found,
        "facts": finding_facts(found),
        "mend_form": (mend_form or MendForm()) if may_mend else None,
        "recheck_form": (recheck_form or RecheckForm()) if may_recheck else None,
        "may_see_inspection": user.has_right("risk.see_inspections"),
    }
    status = 422 if mend_form is not None or recheck_form is not None else 200
    return render(request, "risk/office/finding.html", context, status=status)
