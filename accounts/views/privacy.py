"""The customer's own data: what is kept, who looked, a copy, a correction, a deletion, a second look."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies, privacy_queries, queries
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.forms.privacy import CorrectionForm, DeletionForm, ReviewForm
from accounts.hidden_values import hidden_values
from accounts.models import PrivacyRequest
from accounts.services.ask_privacy import ask_privacy
from accounts.services.download_export import download_export
from accounts.services.withdraw_consent import withdraw_consent
from accounts.web import privacy_story, shown
from accounts.web.confirm_self import confirms_self
from accounts.web.forms import RefusableForm
from accounts.web.paging import page_by_key
from accounts.web.parts import Fact

NEWEST = 5


@customer
@require_GET
def privacy(request: PersonRequest) -> HttpResponse:
    """Show what we hold, masked, what was agreed to, who looked, and what was asked."""
    user = request.user
    looks = list(privacy_queries.looks_at(user).order_by("-pk")[: NEWEST + 1])
    context = {
        "login_facts": shown.login_facts(user),
        "value_facts": [
            Fact(value.name, one.masked)
            for value in hidden_values()
            if value.code != "phone"
            for one in value.list_masked(user)
        ],
        "consents": shown.consent_rows(queries.newest_consents(user)),
        "moments": privacy_story.look_moments(looks[:NEWEST]),
        "has_more_looks": len(looks) > NEWEST,
        "requests": privacy_story.request_rows(
            privacy_queries.privacy_requests_of(user).order_by("-pk")[:NEWEST]
        ),
        "export": privacy_queries.open_export_of(user),
        "own_rights": privacy_story.own_rights(),
    }
    return render(request, "accounts/customer/privacy.html", context)


@customer
@require_POST
def end_consent(request: PersonRequest, code: str) -> HttpResponse:
    """Take a consent back."""
    text = policies.access_text(code)
    try:
        withdraw_consent(user=request.user, code=text.code)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your consent is withdrawn."))
    return redirect("privacy")


@customer
@require_GET
def looks(request: PersonRequest) -> HttpResponse:
    """List everybody who looked at this person's data, newest first."""
    page = page_by_key(privacy_queries.looks_at(request.user), request)
    context = {"page": page, "moments": privacy_story.look_moments(page.rows)}
    return render(request, "accounts/customer/privacy_looks.html", context)


@customer
@confirms_self("copy")
@require_POST
def ask_copy(request: PersonRequest) -> HttpResponse:
    """Ask for a copy; the worker prepares it."""
    asked = ask_privacy(
        user=request.user,
        kind=PrivacyRequest.Kind.EXPORT,
        language=get_language() or "",
    )
    return redirect("privacy_request", number=asked.number)


@customer
@require_http_methods(["GET", "POST"])
def ask_correction(request: PersonRequest) -> HttpResponse:
    """Ask for a correction that the person cannot make alone."""
    form = CorrectionForm(_posted(request))
    return _ask(request, form, PrivacyRequest.Kind.CORRECTION, "accounts/customer/privacy_correction.html")


@customer
@require_http_methods(["GET", "POST"])
def ask_review(request: PersonRequest) -> HttpResponse:
    """Ask for the reasons of a decision, and that a person looks at it again."""
    form = ReviewForm(_posted(request), initial={"about": request.GET.get("about", "")[:40]})
    return _ask(request, form, PrivacyRequest.Kind.REVIEW, "accounts/customer/privacy_review.html")


@customer
@confirms_self("privacy")
@require_http_methods(["GET", "POST"])
def ask_deletion(request: PersonRequest) -> HttpResponse:
    """Say what deletion means for this person today, and take the request."""
    form = DeletionForm(_posted(request))
    user = request.user
    context = {
        "bindings": privacy_story.binding_facts(user),
        "running": privacy_queries.open_deletion_of(user),
    }
    template = "accounts/customer/privacy_deletion.html"
    return _ask(request, form, PrivacyRequest.Kind.DELETION, template, context)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _ask(
    request: PersonRequest,
    form: RefusableForm,
    kind: str,
    template: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_privacy(
                user=request.user,
                kind=kind,
                about=form.cleaned_data.get("about", ""),
                words=form.cleaned_data.get("words", ""),
                language=get_language() or "",
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("We have your request and answer it in time."))
            return redirect("privacy_request", number=asked.number)
    return render(request, template, {**(context or {}), "form": form})


@customer
@require_GET
def privacy_request(request: PersonRequest, number: str) -> HttpResponse:
    """Show one request: its state, what binds, the answer, the copy."""
    user = request.user
    asked = policies.access_privacy_request(user, number)
    is_frozen = asked.status == PrivacyRequest.Status.FROZEN
    context = {
        "asked": asked,
        "facts": [*privacy_story.request_facts(asked), *privacy_story.file_lines(asked)],
        "bindings": privacy_story.binding_facts(user) if is_frozen else [],
        "is_waiting": asked.kind == "export" and asked.status in ("asked", "building"),
    }
    is_fragment = getattr(request, "htmx", False)
    page = "_privacy_request.html" if is_fragment else "privacy_request.html"
    return render(request, f"accounts/customer/{page}", context)


@customer
@confirms_self("copy", at_sight=True)
@require_GET
@never_cache
def download(request: PersonRequest, number: str) -> HttpResponse:
    """Send the copy to its owner, who has just shown again who this is."""
    user = request.user
    asked = policies.access_privacy_request(user, number)
    try:
        archive = download_export(user=user, asked=asked)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("privacy_request", number=asked.number)
    response = HttpResponse(archive, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="fenqi-{asked.number}.zip"'
    return response
