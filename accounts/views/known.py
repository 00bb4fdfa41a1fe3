"""Showing who one is: the pictures of the identity card, and the face."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies
from accounts.access import PersonRequest, customer
from accounts.consents import CONSENT_TEXTS
from accounts.errors import Refused
from accounts.forms.documents import FaceForm, IdentityPicturesForm
from accounts.models import FaceCheck, SandboxFace, User
from accounts.onboarding import kept_identity_pictures, known_of, last_face_check
from accounts.providers.face_sandbox import press
from accounts.services.give_consent import give_consent
from accounts.services.learn_face_answer import learn_face_answer
from accounts.services.start_face_check import start_face_check
from accounts.services.store_document import store_document
from accounts.web import shown
from accounts.web.sections import onboarding_path


@customer
@require_http_methods(["GET", "POST"])
def documents(request: PersonRequest) -> HttpResponse:
    """Take pictures of both sides of the identity card, and show those that are kept."""
    user = request.user
    kept = kept_identity_pictures(user)
    form = IdentityPicturesForm(
        kept, *((request.POST, request.FILES) if request.method == "POST" else (None, None))
    )
    if form.is_valid() and _are_stored(user, form):
        messages.success(request, _("Your pictures are stored, encrypted."))
        return redirect("onboarding")
    context = {
        "path": onboarding_path(user, "documents"),
        "form": form,
        "pictures": list(kept_identity_pictures(user).values()),
    }
    return render(request, "accounts/customer/documents.html", context)


def _are_stored(user: User, form: IdentityPicturesForm) -> bool:
    """Store each side that came; say at its field what was wrong with it."""
    for kind, file in form.cleaned_data.items():
        if not file:
            continue
        try:
            store_document(owner=user, kind=kind, file=file, actor=user)
        except Refused as refusal:
            form.add_error(kind, str(refusal.message))
            return False
    return True


@customer
@require_http_methods(["GET", "POST"])
def face(request: PersonRequest) -> HttpResponse:
    """Begin a face check, go on with an open one, or show that it was passed."""
    user = request.user
    known = known_of(user)
    form = FaceForm(request.POST if request.method == "POST" else None, has_agreed=known.agreed_to_face)
    if request.method == "POST" and known.is_verified and form.is_valid():
        try:
            if "agrees" in form.fields:
                give_consent(user=user, code="sensitive")
            check = start_face_check(user=user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            # The content policy lets no form lead to another site: to a service elsewhere one goes by a link.
            return redirect(check.page_url if check.page_url.startswith("/") else "face")
    check = last_face_check(user)
    context = {
        "path": onboarding_path(user, "face"),
        "form": form,
        "known": known,
        "check": check,
        "fault": shown.FACE_FAULTS.get(check.status) if check else None,
        "text": CONSENT_TEXTS["sensitive"],
    }
    return render(request, "accounts/customer/face.html", context)


@customer
@require_GET
def face_answer(request: PersonRequest, number: str) -> HttpResponse:
    """Receive the person back from the service: ask it what came of the check, and go on."""
    check = learn_face_answer(check=policies.access_face_check(request.user, number))
    if check.status == FaceCheck.Status.PASSED:
        messages.success(request, _("You are the person on the card. Thank you."))
        return redirect("onboarding")
    return redirect("face")


@customer
@require_http_methods(["GET", "POST"])
def sandbox_face(request: PersonRequest, number: str) -> HttpResponse:
    """Play the face service: a page with the answers it may give; outside a demonstration no such page."""
    check = policies.access_face_check(request.user, number)
    if not settings.IS_DEMO or check.provider != "sandbox":
        raise Http404
    answer = request.POST.get("answer", "")
    if request.method == "POST" and answer in SandboxFace.Answer.values:
        press(check.provider_reference, answer)
        return redirect("face_answer", number=check.number)
    return render(request, "accounts/sandbox/face.html", {"check": check})
