"""The daily close as the back office sees it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import PersonRequest, staff
from accounts.closing import close_steps
from accounts.web.paging import page_by_key
from operations import policies
from operations.queries import records as queries


@staff("operations.see_jobs")
def closes(request: PersonRequest) -> HttpResponse:
    """List the closed days and what was set aside."""
    context = {
        "page": page_by_key(queries.day_closes(), request),
        "open_rows": queries.open_set_aside_rows()[:25],
        "steps": close_steps(),
    }
    return render(request, "operations/office/closes.html", context)


@staff("operations.see_jobs")
def close(request: PersonRequest, day: str) -> HttpResponse:
    """Show one close with its steps."""
    found = policies.access_close(day)
    titles = {step.name: step.title for step in close_steps()}
    runs = [(titles.get(run.step, run.step), run) for run in queries.steps_of_close(found)]
    return render(request, "operations/office/close.html", {"close": found, "runs": runs})
