"""What anybody may read: the texts people agree to, and in a demonstration the messages that were sent to nobody."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts import policies, queries
from accounts.access import public
from accounts.consents import CONSENT_TEXTS


@public
def text(request: HttpRequest, code: str) -> HttpResponse:
    """Show the current version of a text."""
    context = {"text": policies.access_text(code), "texts": list(CONSENT_TEXTS.values())}
    return render(request, "accounts/public/text.html", context)


@public
@never_cache
def sandbox_outbox(request: HttpRequest) -> HttpResponse:
    """Show what the sandbox sent, so that a visitor finds the code; outside a demonstration no such page."""
    if not settings.IS_DEMO:
        raise Http404
    return render(request, "accounts/public/sandbox_outbox.html", {"sent": queries.sandbox_messages()})
