"""The figures of the work on cases."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.access import PersonRequest, staff
from risk.cases.statistics import case_figures

WINDOWS = {"30": _("30 days"), "90": _("90 days"), "365": _("A year")}
KINDS = {"sole": _("alone"), "joint": _("with a second"), "committee": _("by the committee"), "": "—"}


@staff("risk.see_cases")
@require_GET
def statistics(request: PersonRequest) -> HttpResponse:
    """Show how long cases take, how often they come back, and who decides what."""
    days = request.GET.get("days", "90")
    days = days if days in WINDOWS else "90"
    figures = case_figures(clock.now() - dt.timedelta(days=int(days)))
    context = {
        "figures": figures,
        "days": days,
        "windows": WINDOWS.items(),
        "people": [(one.name, KINDS.get(one.kind, one.kind), one.count) for one in figures.people],
    }
    return render(request, "risk/office/statistics.html", context)
