"""The office's page of who may do what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import staff
from accounts.web import shown


@staff("accounts.see_roles")
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Show which role holds which right, read from the one table of roles."""
    return render(request, "accounts/office/roles.html", {"matrix": shown.role_matrix()})
