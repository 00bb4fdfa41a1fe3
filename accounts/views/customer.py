"""The customer's own pages: overview, identity."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import queries
from accounts.access import PersonRequest, customer
from accounts.assisted import open_entries_of
from accounts.errors import Refused
from accounts.forms.identity import IdentityForm
from accounts.models import IdentityCheck, User
from accounts.onboarding import draft_of
from accounts.providers.identity_sandbox import MISMATCH_ENDING, SILENT_ENDING
from accounts.restrictions import LOOKING
from accounts.review.registrations import returned_notices
from accounts.review.waiting import is_being_looked_at, is_refused
from accounts.services.confirm_opening import IDENTITY_DRAFT
from accounts.services.prepare_identity_check import REFUSED
from accounts.services.verify_identity import verify_identity
from accounts.web import shown
from accounts.web.sections import me_sections, onboarding_path


@customer
@require_GET
def me(request: PersonRequest) -> HttpResponse:
    """Show where the customer stands: the next step, then a card of each app."""
    user = request.user
    path = onboarding_path(user)
    context = {
        "path": path,
        "entries": open_entries_of(user) if path.has_entry else [],
        "waiting": "" if user.identity_verified_at else _waiting(user),
        "sections": me_sections(user),
        "facts": shown.login_facts(user),
    }
    return render(request, "accounts/customer/me.html", context)


@customer
@require_http_methods(["GET", "POST"])
def kyc(request: PersonRequest) -> HttpResponse:
    """Ask for name and identity number and have them verified; show them masked when they are."""
    user = request.user
    path = onboarding_path(user, "identity")
    if user.identity_verified_at is not None:
        context = {"path": path, "facts": shown.identity_facts(user), "returned": returned_notices(user)}
        return render(request, "accounts/customer/kyc_done.html", context)
    waiting = _waiting(user)
    if waiting:
        return render(
            request,
            "accounts/customer/kyc_waiting.html",
            {"path": path, "sentence": waiting, "returned": returned_notices(user)},
        )
    has_agreed = "identity" in queries.consents_in_force(user)
    entered = draft_of(user, IDENTITY_DRAFT).get("entered", {})
    form = IdentityForm(
        request.POST if request.method == "POST" else None, has_agreed=has_agreed, initial=entered
    )
    if form.is_valid() and _is_verified(user, form):
        messages.success(request, _("Your identity is verified."))
        return redirect("onboarding")
    endings = {"mismatch": MISMATCH_ENDING, "silent": SILENT_ENDING} if settings.IS_DEMO else None
    context = {"form": form, "path": path, "endings": endings, "is_entered": bool(entered)}
    context["returned"] = returned_notices(user)
    # What was just sent may have gone to a colleague.
    if request.method == "POST" and _waiting(user):
        return redirect("kyc")
    return render(request, "accounts/customer/kyc.html", context)


def _waiting(user: User) -> Promise | str:
    """Return why the way stops here for this customer, empty where it goes on; nobody reads more than that."""
    if is_refused(user):
        return REFUSED
    return LOOKING if is_being_looked_at(user) else ""


def _is_verified(user: User, form: IdentityForm) -> bool:
    """Have the form's name and number verified; say at the form why not."""
    try:
        check = verify_identity(
            user=user,
            real_name=form.cleaned_data["real_name"],
            identity_number=form.cleaned_data["identity_number"].number,
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return False
    if check.status != IdentityCheck.Status.MATCHED:
        form.add_error(None, str(shown.IDENTITY_FAULTS[check.status]))
    return not form.errors
