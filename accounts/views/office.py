"""The office's page of who may do what."""

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, staff
from accounts.web.role_matrix import matrix_csv, role_matrix


@staff("accounts.see_roles")
@require_GET
def roles(request: PersonRequest) -> HttpResponse:
    """Show which role holds which right, read from the tables of roles and duties."""
    return render(request, "accounts/office/roles.html", {"matrix": role_matrix()})


@staff("accounts.see_roles")
@require_GET
def roles_export(request: PersonRequest) -> HttpResponseBase:
    """Send the same as CSV."""
    lines = matrix_csv(get_language() or "zh-hans")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="roles-and-rights.csv"'
    return response
