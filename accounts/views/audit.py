"""The event log: read it, filter it, take it out."""

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import clock, queries
from accounts.access import PersonRequest, staff
from accounts.confidential import events_open_to
from accounts.forms.office import EventFilterForm
from accounts.rules import rule_value
from accounts.services.export_events import export_events
from accounts.web import event_story
from accounts.web.confirm_self import confirms_self
from accounts.web.paging import page_by_key


@staff("accounts.see_events")
@require_GET
def events(request: PersonRequest) -> HttpResponse:
    """List what happened, newest first, by kind, object, person, request and date."""
    user = request.user
    form = EventFilterForm(request.GET)
    filters = form.filters()
    page = page_by_key(events_open_to(user, queries.events_matching(**filters)), request)
    may_export = user.has_right("accounts.export_events")
    context = {
        "form": form,
        "page": page,
        "rows": event_story.event_rows(page.rows, user),
        "may_export": may_export,
        "most": rule_value("events.export")["rows"] if may_export else 0,
        "filters": {name: str(value) for name, value in filters.items()},
    }
    return render(request, "accounts/office/events.html", context)


@staff("accounts.export_events")
@confirms_self("copy")
@require_POST
@never_cache
def export(request: PersonRequest) -> HttpResponseBase:
    """Send the filtered log as CSV, line by line; that it was taken out is recorded first."""
    form = EventFilterForm(request.POST)
    rows = export_events(actor=request.user, filters=form.filters())
    response = StreamingHttpResponse(
        event_story.events_csv(rows, get_language() or "zh-hans"), content_type="text/csv; charset=utf-8"
    )
    stamp = f"{clock.now().astimezone(clock.SHANGHAI):%Y%m%d-%H%M%S}"
    response["Content-Disposition"] = f'attachment; filename="events-{stamp}.csv"'
    return response
