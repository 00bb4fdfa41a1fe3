"""The company's chart, the directory of colleagues, and one colleague's file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import queries
from accounts.access import PersonRequest, any_staff
from accounts.forms.staff import DirectoryForm
from accounts.models import Approval
from accounts.staff import policies, story
from accounts.staff.asking import ASK, may_ask_about
from accounts.staff.chart import company_chart
from accounts.staff.queries import (
    appointments_of,
    changes_of,
    deputyships_with,
    directory,
    taken_over_by,
)
from accounts.web import approval_story
from accounts.web.paging import page_by_key


@any_staff
@require_GET
def chart(request: PersonRequest) -> HttpResponse:
    """Show the departments with their positions, who sits there and which chairs are free."""
    user = request.user
    context = {"chart": company_chart(), "may_see": user.has_right(policies.SEE), "viewer": user}
    return render(request, "accounts/office/chart.html", context)


@any_staff
@require_GET
def staff_directory(request: PersonRequest) -> HttpResponse:
    """List colleagues by name, department and state."""
    user = request.user
    form = DirectoryForm(request.GET)
    rows = directory(
        text=form.value("q").strip(), department=form.value("department"), state=form.value("state")
    )
    page = page_by_key(rows, request)
    context = {
        "form": form,
        "page": page,
        "rows": story.colleague_rows(page.rows),
        "may_ask": user.has_right(ASK),
        "may_see": user.has_right(policies.SEE),
        "viewer": user,
    }
    return render(request, "accounts/office/staff_directory.html", context)


@any_staff
@require_GET
def staff_file(request: PersonRequest, number: str) -> HttpResponse:
    """Show a colleague's positions over time, roles, second factor, sessions and what waits for a decision."""
    viewer = request.user
    colleague = policies.access_staff_file(viewer, number)
    seats = appointments_of(colleague)
    asked = queries.approvals_seen_by(colleague).filter(maker=colleague, status__in=Approval.PENDING)
    context = {
        "colleague": colleague,
        "state": story.state_of(colleague, [seat for seat in seats if seat.status in seat.STANDING]),
        "facts": story.person_facts(colleague),
        "seats": seats,
        "roles": story.role_rows(colleague),
        "delegated": story.delegated_rows(colleague),
        "deputyships": deputyships_with(colleague),
        "changes": changes_of(colleague),
        "taken_over": taken_over_by(colleague),
        "may_ask": colleague.is_active and may_ask_about(viewer, colleague),
        "may_name_deputy": colleague.is_active
        and (viewer.pk == colleague.pk or may_ask_about(viewer, colleague)),
        "viewer": viewer,
        "to_decide": approval_story.rows(queries.approvals_to_decide(colleague).order_by("pk")[:10]),
        "asked": approval_story.rows(asked.order_by("pk")[:10]),
    }
    return render(request, "accounts/office/staff_file.html", context)
