"""What surrounds every request: its id, the person's language, and refusals shown cleanly."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from accounts.errors import Refused
from accounts.sign_in_log import log_denied
from accounts.web.going import page_before
from accounts.web.request_context import request_context

Handler = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: Handler) -> Handler:
    """Give the request an id and return it in the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with request_context(request.headers.get("X-Request-ID", "")) as chosen:
            request.request_id = chosen  # type: ignore[attr-defined]
            response = get_response(request)
            response["X-Request-ID"] = chosen
            return response

    return middleware


def user_language(get_response: Handler) -> Handler:
    """Without a language cookie, a signed-in person gets the language of the profile."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        return get_response(request)

    return middleware


class refuse_cleanly:  # noqa: N801 — a middleware with an exception hook, named like its siblings
    """Show a refusal that no form caught as a message on the page the person came from; nothing was changed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, PermissionDenied) and request.user.is_authenticated:
            log_denied(request.user, request)
        if not isinstance(error, Refused):
            return None
        messages.error(request, str(error.message))
        return HttpResponseRedirect((page_before(request) if request.method == "POST" else "") or "/")
