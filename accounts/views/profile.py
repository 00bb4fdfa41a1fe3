"""What a borrower says of work, income, home and family, a screen at a time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.forms.profile import PROFILE_SCREENS
from accounts.models import User
from accounts.onboarding import borrower_profile, draft_of
from accounts.services.save_draft import save_draft
from accounts.services.save_profile import DRAFT, save_profile
from accounts.web import shown
from accounts.web.drafts import first_open, progress_of
from accounts.web.sections import onboarding_path


@customer
@require_GET
def profile(request: PersonRequest) -> HttpResponse:
    """Show what is known, with the way to change it; where nothing is, go to the first open screen."""
    user = request.user
    current = borrower_profile(user)
    if current is None:
        return redirect("profile_screen", screen=first_open(PROFILE_SCREENS, draft_of(user, DRAFT)) or "work")
    context = {
        "path": onboarding_path(user, "profile"),
        "profile": current,
        "facts": shown.profile_facts(current),
    }
    return render(request, "accounts/customer/profile.html", context)


@customer
@require_http_methods(["GET", "POST"])
def profile_screen(request: PersonRequest, screen: str) -> HttpResponse:
    """Ask one group of questions and keep the answers; the last screen sends all of them."""
    user = request.user
    if screen not in PROFILE_SCREENS:
        raise Http404
    kept = _filled_in(user)
    form = PROFILE_SCREENS[screen](
        request.POST if request.method == "POST" else None, initial=kept.get(screen)
    )
    progress = progress_of(PROFILE_SCREENS, screen)
    if form.is_valid():
        save_draft(user=user, code=DRAFT, screen=screen, values=form.cleaned_data)
        if progress.following:
            return redirect("profile_screen", screen=progress.following)
        kept = kept | {screen: form.cleaned_data}
        missing = first_open(PROFILE_SCREENS, kept)
        if missing:
            return redirect("profile_screen", screen=missing)
        try:
            save_profile(user=user, values=_joined(kept), actor=user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Thank you. You can change this whenever your life changes."))
            return redirect("onboarding")
    context = {
        "path": onboarding_path(user, "profile"),
        "form": form,
        "progress": progress,
        "title": shown.PROFILE_TITLES[screen],
    }
    return render(request, "accounts/customer/profile_screen.html", context)


def _filled_in(user: User) -> dict[str, dict[str, object]]:
    """Return each screen as it was last filled in: as sent before, and above that as kept since."""
    current = borrower_profile(user)
    sent = {
        code: {name: getattr(current, name) for name in form.base_fields}
        for code, form in PROFILE_SCREENS.items()
        if current is not None
    }
    return {**sent, **draft_of(user, DRAFT)}


def _joined(screens: dict[str, dict[str, object]]) -> dict[str, object]:
    """Return the fields of all screens as one."""
    return {name: value for screen in PROFILE_SCREENS for name, value in screens[screen].items()}
