"""Joiners, movers and leavers: asked for here, approved in the inbox of approvals."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.forms.staff import JoinerForm, LeaverForm, MoveForm
from accounts.models import StaffChange, User
from accounts.services.ask_joiner import ask_joiner
from accounts.services.ask_leave import ask_leave
from accounts.services.ask_move import ask_move
from accounts.services.invite_colleague import invite_colleague
from accounts.staff import policies, queries, story
from accounts.staff.asking import ASK, ASK_EVERYWHERE, positions_asked_for
from accounts.staff.open_work import open_work_of
from accounts.staff.registrations import facts_of_change
from accounts.web.confirm_self import confirms_self
from accounts.web.forms import RefusableForm
from accounts.web.paging import page_by_key


@staff(policies.SEE)
@require_GET
def staff_changes(request: PersonRequest) -> HttpResponse:
    """List what waits for approval, what waits for its day, or everything."""
    user, view = request.user, request.GET.get("view", "")
    page = page_by_key(queries.changes(view=view), request)
    context = {
        "page": page,
        "rows": story.change_rows(page.rows),
        "view": view,
        "may_ask": user.has_right(ASK),
    }
    return render(request, "accounts/office/staff_changes.html", context)


@staff(policies.SEE)
@require_GET
def staff_change(request: PersonRequest, number: str) -> HttpResponse:
    """Show one request: what happens, what is left open, how far the joiner's login is."""
    user, change = request.user, policies.access_change(number)
    is_leave = change.kind == StaffChange.Kind.LEAVE and change.colleague is not None
    is_pending = change.status in StaffChange.PENDING
    context = {
        "change": change,
        "facts": facts_of_change(change),
        "moments": story.moments_of("staff_change", change.number),
        "open_work": open_work_of(cast(User, change.colleague)) if is_leave and is_pending else [],
        "handed_over": story.handed_over(change),
        "way_in": story.way_in(change),
        "may_invite": user.has_right(ASK_EVERYWHERE) and story.is_waiting_for_joiner(change),
    }
    return render(request, "accounts/office/staff_change.html", context)


@staff(ASK)
@confirms_self("role")
@require_http_methods(["GET", "POST"])
def staff_join(request: PersonRequest) -> HttpResponse:
    """Ask that somebody joins."""
    user = request.user
    form = JoinerForm(request.POST or None, positions=positions_asked_for(user))

    def ask(values: dict[str, Any]) -> StaffChange:
        return ask_joiner(actor=user, **{**values, "identity_number": values["identity_number"].number})

    return _ask(request, form, ask, {"title": _("A joiner"), "colleague": None})


@staff(ASK)
@confirms_self("role")
@require_http_methods(["GET", "POST"])
def staff_move(request: PersonRequest, number: str) -> HttpResponse:
    """Ask that a colleague moves."""
    user = request.user
    colleague = policies.access_colleague_to_change(user, number)
    form = MoveForm(request.POST or None, positions=positions_asked_for(user))
    return _ask(
        request,
        form,
        lambda values: ask_move(actor=user, colleague=colleague, **values),
        {"title": _("A move"), "colleague": colleague},
    )


@staff(ASK)
@confirms_self("role")
@require_http_methods(["GET", "POST"])
def staff_leave(request: PersonRequest, number: str) -> HttpResponse:
    """Ask that a colleague leaves, with a look at what is open."""
    user = request.user
    colleague = policies.access_colleague_to_change(user, number)
    others = {one.number: one for one in queries.colleagues_besides(colleague)}
    form = LeaverForm(request.POST or None, colleagues=others.values())

    def ask(values: dict[str, Any]) -> StaffChange:
        successor = others[values["handover_to"]]
        return ask_leave(actor=user, colleague=colleague, **{**values, "handover_to": successor})

    extra = {"title": _("A leaver"), "colleague": colleague, "open_work": open_work_of(colleague)}
    return _ask(request, form, ask, extra)


@staff(ASK_EVERYWHERE)
@confirms_self("role")
@require_POST
def staff_invite(request: PersonRequest, number: str) -> HttpResponse:
    """Send a joiner a new link."""
    change = policies.access_change(number)
    if change.colleague is None:
        messages.error(request, _("There is no login yet: the request has to be approved first."))
        return redirect("staff_change", number=change.number)
    try:
        invite_colleague(user=change.colleague, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("staff_change", number=change.number)


def _ask(
    request: HttpRequest,
    form: RefusableForm,
    ask: Callable[[dict[str, Any]], StaffChange],
    extra: dict[str, Any],
) -> HttpResponse:
    """Show the form, or ask and go to the request's page."""
    if request.method == "POST" and form.is_valid():
        try:
            change = ask(form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Asked for. Another person decides in the approvals."))
            return redirect("staff_change", number=change.number)
    status = 400 if form.errors else 200
    return render(request, "accounts/office/staff_ask.html", {"form": form, **extra}, status=status)
