"""The investor's risk questionnaire, a screen at a time, and its result."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import clock, queries
from accounts.access import PersonRequest, customer
from accounts.domain.suitability import Questionnaire
from accounts.forms.suitability import SuitabilityForm, question_language
from accounts.models import RuleVersion, User
from accounts.onboarding import draft_of
from accounts.rules import MissingRule, rule
from accounts.services.assess_suitability import age_of, assess_suitability
from accounts.services.save_draft import drop_draft, save_draft
from accounts.texts import questionnaire
from accounts.web import shown
from accounts.web.drafts import first_open, progress_of
from accounts.web.sections import onboarding_path


@customer
@require_GET
def suitability(request: PersonRequest) -> HttpResponse:
    """Show the result and its limits while it holds; otherwise, and with `?again=1`, go to the first open screen."""
    user, sheet, limits = request.user, questionnaire(), _limits()
    current = queries.current_suitability(user, clock.today())
    if current is None or "again" in request.GET:
        screens = [group.code for group in sheet.groups]
        return redirect(
            "suitability_screen", screen=first_open(screens, draft_of(user, _draft(sheet))) or screens[0]
        )
    context = {
        "path": onboarding_path(user, "suitability"),
        "limits": shown.limit_rows(limits, current),
        "rule": limits,
        "current": current,
    }
    return render(request, "accounts/customer/suitability_done.html", context)


@customer
@require_http_methods(["GET", "POST"])
def suitability_screen(request: PersonRequest, screen: str) -> HttpResponse:
    """Ask one group of questions and keep the answers; the last screen assesses all of them."""
    user, sheet, limits = request.user, questionnaire(), _limits()
    group = sheet.group(screen)
    if group is None:
        raise Http404
    kept = draft_of(user, _draft(sheet))
    form = SuitabilityForm(
        sheet,
        group,
        request.POST if request.method == "POST" else None,
        initial=kept.get(screen),
        age=age_of(user, clock.today()) if user.person is not None else None,
    )
    if form.is_valid() and user.identity_verified_at is not None:
        save_draft(user=user, code=_draft(sheet), screen=screen, values=form.answers)
        following = _following(user, sheet, screen, {**kept, screen: form.answers})
        if following:
            return redirect("suitability_screen", screen=following)
        messages.success(request, _("Thank you. This is what you may lend from now on."))
        return redirect("suitability")
    context = {
        "path": onboarding_path(user, "suitability"),
        "limits": shown.limit_rows(limits, None),
        "rule": limits,
        "form": form,
        "progress": progress_of([one.code for one in sheet.groups], screen),
        "group_title": group.title[question_language()],
    }
    return render(request, "accounts/customer/suitability.html", context)


def _following(user: User, sheet: Questionnaire, screen: str, kept: dict[str, dict[str, str]]) -> str:
    """Return the screen that comes next; assess the answers when none does."""
    screens = [group.code for group in sheet.groups]
    following = progress_of(screens, screen).following or first_open(screens, kept)
    if not following:
        answers = {code: answer for one in screens for code, answer in kept[one].items()}
        assess_suitability(user=user, answers=answers)
        drop_draft(user=user, code=_draft(sheet))
    return following


def _limits() -> RuleVersion:
    """Return the rule of what each type may lend; under a pack without one nobody is asked."""
    try:
        return rule("suitability", on=clock.today())
    except MissingRule:
        raise Http404 from None


def _draft(sheet: Questionnaire) -> str:
    """Return the code of the draft: answers belong to the version they were given to."""
    return sheet.version
