"""The one admin site: open to those who may read it, reached through the site's own sign-in."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class OfficeAdminSite(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        """Only who holds the right, not everybody of the staff."""
        user: Any = request.user
        return bool(user.is_active and user.is_authenticated and user.has_right("accounts.read_admin"))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people to the site's sign-in with its second factor; refuse those who are signed in already."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or "/office/admin/")
