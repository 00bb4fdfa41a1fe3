"""Our own error pages: what happened, that nothing was lost, what to do, and the request's id."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from accounts.web.request_context import current_request_id


def _page(request: HttpRequest, status: int, template: str) -> HttpResponse:
    """Render without context processors: an error page must not need the database."""
    context = {
        "request_id": current_request_id() or getattr(request, "request_id", ""),
        "LANGUAGE_CODE": translation.get_language(),
        "status": status,
    }
    return HttpResponse(render_to_string(f"errors/{template}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, "400")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, "403")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, "404")


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, "500")


def unavailable(request: HttpRequest) -> HttpResponse:
    return _page(request, 503, "503")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "403_csrf")
