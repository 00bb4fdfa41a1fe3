"""The rules of early warning: what each asks, its versions, and asking for another one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, staff
from accounts.web.attempt import attempt
from risk.forms.warnings import KindForm, SignalRuleForm
from risk.models import SignalRule
from risk.services.propose_signal_rule import propose_signal_rule
from risk.warnings import queries, story
from risk.warnings.kinds import signal_kind, signal_kinds
from risk.warnings.policies import access_rule_versions
from risk.warnings.words import condition_words, rule_name

SEE, PLAN = "risk.see_warnings", "risk.plan_signals"
Status = SignalRule.Status


@staff(SEE)
def rules(request: PersonRequest) -> HttpResponse:
    """List the rules in force with their conditions in words."""
    may_plan = request.user.has_right(PLAN)
    context = {
        "lines": story.rule_lines(queries.rules_shown()),
        "kind_form": KindForm() if may_plan else None,
    }
    return render(request, "risk/office/warnings/rules.html", context)


@staff(SEE)
@require_http_methods(["GET", "POST"])
def rule(request: PersonRequest, code: str) -> HttpResponse:
    """Show a rule with its versions; a POST asks for the next one."""
    versions = access_rule_versions(request.user, code)
    held = next((one for one in versions if one.status == Status.PUBLISHED), None)
    waiting = next((one for one in versions if one.status == Status.PROPOSED), None)
    shown = held or waiting or versions[0]
    kind = signal_kind(shown.kind)
    may_plan = request.user.has_right(PLAN) and kind is not None and held is not None and waiting is None
    form = None
    if may_plan and kind is not None:
        form = SignalRuleForm(request.POST or None, kind=kind, rule=held)
        if form.is_bound and _propose(request, form):
            return redirect("risk_signal_rule", code=code)
    context = {
        "rule": shown,
        "name": rule_name(shown),
        "condition": condition_words(shown),
        "facts": story.version_facts(shown),
        "waiting": waiting if waiting is not None and waiting.pk != shown.pk else None,
        "waiting_facts": story.version_facts(waiting) if waiting is not None else [],
        "moments": story.version_moments(versions),
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "risk/office/warnings/rule.html", context, status=status)


@staff(PLAN)
@require_http_methods(["GET", "POST"])
def new_rule(request: PersonRequest) -> HttpResponse:
    """Ask for a rule of a new code, of the kind in the address."""
    kind = signal_kind(request.GET.get("kind", "")) or signal_kinds()[0]
    form = SignalRuleForm(request.POST or None, kind=kind)
    if form.is_bound and _propose(request, form):
        return redirect("risk_signal_rule", code=form.wish.code)
    context = {"form": form, "kind": kind, "kind_form": KindForm(initial={"kind": kind.code})}
    status = 422 if form.is_bound else 200
    return render(request, "risk/office/warnings/new_rule.html", context, status=status)


def _propose(request: PersonRequest, form: SignalRuleForm) -> bool:
    return attempt(
        request,
        form,
        lambda: propose_signal_rule(wish=form.wish, maker=request.user, reason=form.cleaned_data["reason"]),
        _("Another person has to approve this version now."),
    )
