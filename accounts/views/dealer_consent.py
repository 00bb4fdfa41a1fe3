"""The page behind the link on a legal representative's phone: what was agreed to, and how to take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import public
from accounts.dealers import policies, story
from accounts.dealers.consent import consent_words
from accounts.dealers.contract import language_of_texts
from accounts.errors import Refused
from accounts.services.withdraw_legal_person_consent import withdraw_legal_person_consent


@public
@never_cache
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Show the text and the state of the consent; while it is in force it is taken back here."""
    found = policies.access_consent_link(token)
    if request.method == "POST":
        try:
            withdraw_legal_person_consent(consent=found, actor=None)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Your consent is taken back. The company is told."))
        return redirect("legal_person_consent", token=token)
    is_asked = found.status == found.Status.ASKED
    language = language_of_texts() if is_asked else found.language
    context = {
        "consent": found,
        "words": consent_words(found.organisation, language, version=found.text_version),
        "facts": story.consent_facts(found),
        "is_asked": is_asked,
        "is_given": found.status == found.Status.GIVEN,
    }
    return render(request, "accounts/dealer/consent.html", context)
