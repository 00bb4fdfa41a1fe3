"""The risk manager's dashboard."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.access import PersonRequest, staff
from risk.portfolio.analyses import is_posted
from risk.reports import dashboard as story
from risk.reports.queues import waiting_for


@staff("risk.see_portfolio")
@require_GET
def risk_dashboard(request: PersonRequest) -> HttpResponse:
    """Show the newest day of the book against the company's appetite, what changed, and what waits."""
    days, queues = story.days_of_board(), waiting_for(request.user, clock.today())
    context = {
        "board": story.board(days, request.GET.get("by", ""), queues) if days is not None else None,
        "queues": queues,
        "is_posted": is_posted(),
        "may_see_reports": request.user.has_right("risk.see_reports"),
    }
    return render(request, "risk/office/reports/dashboard.html", context)
