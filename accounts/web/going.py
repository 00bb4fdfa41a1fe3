"""Sending the browser somewhere, and where it came from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to a page, also where only a part of one was asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def page_before(request: HttpRequest) -> str:
    """Return the page of this house that the request came from, nothing where it came from elsewhere."""
    came_from = request.headers.get("Referer", "")
    allowed = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return came_from if allowed else ""
