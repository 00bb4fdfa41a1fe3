"""A customer's calendar: a private address that can be withdrawn, and one file to download."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, customer, machine
from accounts.errors import Refused
from lending.due_calendar import days_of, make_calendar
from lending.queries.calendars import feed_of
from lending.services.end_calendar_feed import end_calendar_feed
from lending.services.make_calendar_feed import make_calendar_feed
from lending.services.read_calendar_feed import read_calendar_feed

NEXT_DAYS = 10
CONTENT_TYPE = "text/calendar; charset=utf-8"


@customer
@require_http_methods(["GET", "POST"])
def calendar(request: PersonRequest) -> HttpResponse:
    """Show the coming days and the state of the address; a POST makes a new one and shows it this once."""
    user, today = request.user, clock.today()
    address = ""
    if request.method == "POST":
        token = make_calendar_feed(owner=user, language=get_language() or "zh-hans")
        address = settings.SITE_URL + reverse("calendar_feed", args=[token])
    context = {
        "feed": feed_of(user),
        "address": address,
        "days": [day for day in days_of(user, today) if day.on >= today][:NEXT_DAYS],
    }
    response = render(request, "lending/customer/calendar.html", context)
    response["Cache-Control"] = "no-store"
    return response


@customer
@require_POST
def end(request: PersonRequest) -> HttpResponse:
    """Withdraw the address."""
    if end_calendar_feed(owner=request.user):
        messages.success(
            request, _("The address is withdrawn. Calendar programs find nothing there any more.")
        )
    return redirect("calendar")


@customer
@require_GET
def download(request: PersonRequest) -> HttpResponse:
    """Hand the calendar over once, as a file."""
    made = make_calendar(request.user, clock.today())
    headers = {"Content-Disposition": 'attachment; filename="fenqi.ics"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type=CONTENT_TYPE, headers=headers)


@machine
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Hand the calendar to the program that knows the address; 429 when it asks too often."""
    try:
        found = read_calendar_feed(token=token)
    except Refused:
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    if found is None:
        raise Http404
    with override(found.language):
        made = make_calendar(found.owner, clock.today())
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(made, content_type=CONTENT_TYPE, headers=headers)
