"""Absences and who stands in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, any_staff
from accounts.errors import Refused
from accounts.forms.staff import DeputyForm
from accounts.models import Deputyship, User
from accounts.services.ask_deputy import ask_deputy, delegable_rights
from accounts.services.end_deputyship import end_deputyship, may_end
from accounts.staff import policies, queries, story
from accounts.staff.registrations import facts_of_deputyship
from accounts.web.confirm_self import confirms_self
from accounts.web.paging import page_by_key


@any_staff
@require_GET
def staff_deputies(request: PersonRequest) -> HttpResponse:
    """List who is away now and who stands in, what is to come, or everything."""
    view = request.GET.get("view", "")
    page = page_by_key(queries.deputyships(view=view), request)
    viewer = request.user
    context = {"page": page, "view": view, "may_see": viewer.has_right(policies.SEE), "viewer": viewer}
    return render(request, "accounts/office/staff_deputies.html", context)


@any_staff
@require_GET
def staff_deputyship(request: PersonRequest, number: str) -> HttpResponse:
    """Show one absence: who does what for whom, until when."""
    viewer = request.user
    row = policies.access_deputyship(viewer, number)
    context = {
        "deputyship": row,
        "facts": facts_of_deputyship(row),
        "moments": story.moments_of("deputyship", row.number),
        "may_end": row.status in (Deputyship.Status.PLANNED, Deputyship.Status.IN_FORCE)
        and may_end(viewer, row),
    }
    return render(request, "accounts/office/staff_deputyship.html", context)


@any_staff
@confirms_self("role")
@require_http_methods(["GET", "POST"])
def staff_deputy(request: PersonRequest, number: str) -> HttpResponse:
    """Ask that somebody stands in for a colleague, or for oneself."""
    viewer = request.user
    principal = policies.access_colleague_to_stand_in_for(viewer, number)
    others = {one.number: one for one in queries.colleagues_besides(principal)}
    form = DeputyForm(request.POST or None, colleagues=others.values(), rights=delegable_rights(principal))
    if request.method == "POST" and form.is_valid():
        try:
            row = _ask(viewer, principal, others, form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Asked for. Another person decides in the approvals."))
            return redirect("staff_deputyship", number=row.number)
    context = {
        "form": form,
        "title": _("A deputy for an absence"),
        "colleague": principal,
        "never": story.never_delegated(principal),
    }
    return render(request, "accounts/office/staff_ask.html", context, status=400 if form.errors else 200)


def _ask(actor: User, principal: User, others: dict[str, User], values: dict[str, Any]) -> Deputyship:
    deputy = others[values["deputy"]]
    return ask_deputy(actor=actor, principal=principal, **{**values, "deputy": deputy})


@any_staff
@require_POST
def staff_deputyship_end(request: PersonRequest, number: str) -> HttpResponse:
    """End an absence early."""
    viewer = request.user
    row = policies.access_deputyship(viewer, number)
    try:
        end_deputyship(deputyship=row, actor=viewer)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Over. The rights are gone at once."))
    return redirect("staff_deputyship", number=row.number)
