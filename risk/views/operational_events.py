"""The register of operational-risk events: any colleague reports, risk examines and closes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, any_staff, staff
from accounts.errors import Refused
from accounts.web.charts import Series, stacked_bar_chart
from accounts.web.formats import plain_yuan
from risk.forms.inspections import CloseEventForm, ExamineEventForm, ReportEventForm
from risk.inspections import queries
from risk.inspections.lists import OPERATIONAL_EVENTS
from risk.inspections.policies import access_operational_event
from risk.inspections.story import event_facts
from risk.models import OperationalEvent
from risk.services.close_operational_event import close_operational_event
from risk.services.examine_operational_event import Examination, examine_operational_event
from risk.services.report_operational_event import report_operational_event

EXAMINE = "risk.examine_events"


@staff("risk.see_inspections")
def operational_events(request: PersonRequest) -> HttpResponse:
    """List the events, with what they cost by kind and by quarter."""
    view = request.GET.get("status", "")
    view = view if view in OperationalEvent.Status.values else ""
    shown = OPERATIONAL_EVENTS.open(request, queries.operational_events(view))
    if shown.answer:
        return shown.answer
    quarters = queries.losses_by_quarter()
    chart = stacked_bar_chart(
        _("What did our own mistakes cost, quarter by quarter?"),
        [row.label for row in quarters],
        [
            Series(_("Net loss"), [row.net_fen for row in quarters], 6),
            Series(_("Came back"), [row.recovered_fen for row in quarters], 2),
        ],
        sentence=_("By the day the event happened; net of what came back, and what came back."),
    )
    context = {
        "list": shown,
        "status": view,
        "statuses": OperationalEvent.Status.choices,
        "categories": queries.losses_by_category(),
        "chart": chart,
    }
    return render(request, "risk/office/operational_events.html", context)


@any_staff
@require_http_methods(["GET", "POST"])
def report(request: PersonRequest) -> HttpResponse:
    """Report an event."""
    today = clock.today()
    form = ReportEventForm(request.POST or None, initial={"happened_on": today, "found_on": today})
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "idempotency_key"}
        values["loss_fen"] = values["loss_fen"] or 0
        try:
            event = report_operational_event(reported_by=request.user, key=form.key, **values)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Thank you. Risk examines it; here you see what comes of it."))
            return redirect("operational_event", number=event.number)
    status = 422 if form.is_bound else 200
    return render(request, "risk/office/report_event.html", {"form": form}, status=status)


@any_staff
def operational_event(request: PersonRequest, number: str) -> HttpResponse:
    """Show an event to who reported it, who mends it, and risk."""
    return _show(request, access_operational_event(request.user, number))


@staff(EXAMINE)
@require_POST
def examine(request: PersonRequest, number: str) -> HttpResponse:
    """Take the examination."""
    event = access_operational_event(request.user, number)
    form = ExamineEventForm(request.POST)
    if form.is_valid():
        try:
            examine_operational_event(event=event, found=Examination(**form.cleaned_data), actor=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The examination is kept."))
            return redirect("operational_event", number=number)
    return _show(request, event, examine_form=form)


@staff(EXAMINE)
@require_POST
def close(request: PersonRequest, number: str) -> HttpResponse:
    """Close the event."""
    event = access_operational_event(request.user, number)
    form = CloseEventForm(request.POST)
    if form.is_valid():
        try:
            close_operational_event(event=event, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The event is closed."))
            return redirect("operational_event", number=number)
    return _show(request, event, close_form=form)


def _show(request: PersonRequest, event: OperationalEvent, **bound: Any) -> HttpResponse:
    may_examine = request.user.has_right(EXAMINE) and event.status in OperationalEvent.OPEN
    may_close = may_examine and event.status == OperationalEvent.Status.EXAMINED
    context = {
        "event": event,
        "facts": event_facts(event),
        "examine_form": bound.get("examine_form", _examine_form(event)) if may_examine else None,
        "close_form": bound.get("close_form", CloseEventForm()) if may_close else None,
    }
    return render(request, "risk/office/operational_event.html", context, status=422 if bound else 200)


def _examine_form(event: OperationalEvent) -> ExamineEventForm:
    names = ("category", "cause", "measures", "due_on")
    amounts = {name: plain_yuan(getattr(event, name)) for name in ("loss_fen", "recovered_fen")}
    owner = event.owner.number if event.owner is not None else None
    return ExamineEventForm(
        initial={**{name: getattr(event, name) for name in names}, **amounts, "owner": owner}
    )
