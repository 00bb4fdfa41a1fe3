"""The office's queue of what people ask about their data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policies, privacy_queries
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.forms.privacy import PrivacyDecisionForm
from accounts.models import PrivacyRequest
from accounts.queries import events_matching
from accounts.services.decide_privacy import decide_privacy
from accounts.web import privacy_story, shown
from accounts.web.confirm_self import confirms_self
from accounts.web.paging import page_by_key


@staff("accounts.decide_privacy")
@require_GET
def requests(request: PersonRequest) -> HttpResponse:
    """List what waits for a decision, what the law holds up, or everything."""
    view = request.GET.get("view", "")
    rows = {
        "frozen": privacy_queries.frozen_requests(),
        "all": privacy_queries.all_privacy_requests(),
    }.get(view, privacy_queries.requests_to_decide())
    page = page_by_key(rows, request)
    context = {"page": page, "rows": privacy_story.request_rows(page.rows), "view": view}
    return render(request, "accounts/office/privacy_requests.html", context)


@staff("accounts.decide_privacy")
@require_GET
def request_page(request: PersonRequest, number: str) -> HttpResponse:
    """Show one request with what binds, and let it be decided."""
    asked = policies.access_privacy_request_as_staff(request.user, number)
    return _show(request, asked, PrivacyDecisionForm())


@staff("accounts.decide_privacy")
@confirms_self("privacy")
@require_POST
def decide(request: PersonRequest, number: str) -> HttpResponse:
    """Grant the request or refuse it."""
    user = request.user
    asked = policies.access_privacy_request_as_staff(user, number)
    form = PrivacyDecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, form)
    try:
        decide_privacy(
            asked=asked,
            staff=user,
            is_granted=form.cleaned_data["decision"] == "grant",
            answer=form.cleaned_data["answer"],
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return _show(request, asked, form)
    messages.success(request, _("Answered."))
    return redirect("privacy_request_office", number=asked.number)


def _show(request: HttpRequest, asked: PrivacyRequest, form: PrivacyDecisionForm) -> HttpResponse:
    is_open = asked.status == PrivacyRequest.Status.ASKED and asked.kind != PrivacyRequest.Kind.EXPORT
    is_deletion = asked.kind == PrivacyRequest.Kind.DELETION
    is_running = asked.status in (PrivacyRequest.Status.ASKED, PrivacyRequest.Status.FROZEN)
    context = {
        "asked": asked,
        "facts": privacy_story.request_facts(asked),
        "is_open": is_open,
        "is_deletion": is_deletion,
        "bindings": privacy_story.binding_facts(asked.user) if is_deletion and is_running else [],
        "moments": shown.event_moments(events_matching(subject=asked.number)),
        "form": form,
    }
    return render(request, "accounts/office/privacy_request.html", context)
