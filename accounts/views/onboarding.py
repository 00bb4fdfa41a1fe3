"""The guided path: what one came for, the next open step, and the consents one by one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import policies, queries
from accounts.access import PersonRequest, customer
from accounts.consents import ASKED_FOR, CONSENT_TEXTS, OFFERED
from accounts.models import OnboardingGoal
from accounts.rules import rule_value
from accounts.services.choose_goal import choose_goal
from accounts.services.give_consent import give_consent
from accounts.web.sections import onboarding_path


@customer
@require_http_methods(["GET", "POST"])
def onboarding(request: PersonRequest) -> HttpResponse:
    """Ask what one came for, `?change=1` to choose anew; then go to the next open step, or say that all is done."""
    user = request.user
    if request.method == "POST" and request.POST.get("wants") in OnboardingGoal.Wants.values:
        choose_goal(user=user, wants=request.POST["wants"])
        return redirect("onboarding")
    path = onboarding_path(user)
    if not path.wants or "change" in request.GET or request.method == "POST":
        context = {"path": path, "may_lend": rule_value("regime")["listings_open"]}
        return render(request, "accounts/customer/onboarding_goal.html", context)
    if path.next is not None:
        return redirect(path.next.url)
    return render(request, "accounts/customer/onboarding_done.html", {"path": path})


@customer
@require_http_methods(["GET", "POST"])
def consents(request: PersonRequest) -> HttpResponse:
    """Show the first text that is not agreed to yet; after the last one offer the one that nothing hangs on."""
    user = request.user
    if request.method == "POST":
        text = policies.access_text(request.POST.get("code", ""))
        give_consent(user=user, code=text.code)
        return redirect("onboarding" if text.code == OFFERED else "/me/consents/?offer=1")
    in_force = queries.consents_in_force(user)
    missing = [code for code in ASKED_FOR if code not in in_force]
    is_offer = not missing and "offer" in request.GET and OFFERED not in in_force
    if not missing and not is_offer:
        return redirect("onboarding")
    code = OFFERED if is_offer else missing[0]
    context = {
        "path": onboarding_path(user, "consents"),
        "text": CONSENT_TEXTS[code],
        "is_offer": is_offer,
        "position": ASKED_FOR.index(code) + 1 if not is_offer else 0,
        "count": len(ASKED_FOR),
    }
    return render(request, "accounts/customer/consents.html", context)
