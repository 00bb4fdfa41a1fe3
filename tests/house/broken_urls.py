"""Routes that go wrong on purpose, with the site's own error pages."""

import logging

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import requires_csrf_token

from accounts.errors import Refused
from accounts.events import record_event
from config import errors
from config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def strange(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd")


def closed(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the database password is hunter2")


def refused(request: HttpRequest) -> HttpResponse:
    raise Refused("too_late", "It is too late.")


def speak(request: HttpRequest) -> HttpResponse:
    logging.getLogger("tests.house.speak").warning("call 13800138000 at once")
    record_event("test.spoken", subject=None, actor=None)
    return HttpResponse("ok")


@requires_csrf_token
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sent")


urlpatterns = [
    path("strange/", strange),
    path("closed/", closed),
    path("broken/", broken),
    path("refused/", refused),
    path("resting/", errors.unavailable),
    path("speak/", speak),
    path("form/", form),
]
