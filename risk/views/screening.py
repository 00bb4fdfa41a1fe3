"""Screening in the office: what the rules say today, the runs, and the kill switch."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.rules import rule_value
from accounts.web.confirm_self import confirms_self
from accounts.web.forms import offer_choices
from accounts.web.shown import event_moments
from risk.forms.screening import ReasonForm, SwitchOffForm
from risk.models import ScreeningRun
from risk.screening import queries, story
from risk.screening.facts import RULE
from risk.screening.lists import RUNS
from risk.screening.payloads import EDIT, SWITCH
from risk.screening.policies import access_run, access_switch
from risk.screening.rule_sets import challenger_on, champion_on
from risk.services.ask_switch_on import ask_switch_on
from risk.services.switch_rule_off import switch_rule_off

PERIODS = (7, 30, 90)


@staff("risk.see_screening")
@require_GET
def screening(request: PersonRequest) -> HttpResponse:
    """Show the rules in force with what each said lately, and what is switched off."""
    return _show(request)


@staff("risk.switch_rules")
@confirms_self("decision")
@require_POST
def switch_off(request: PersonRequest) -> HttpResponse:
    """Switch a rule, or every automatic refusal, off at once."""
    form = _switch_form(request)
    if form.is_valid():
        try:
            switch_rule_off(
                rule_code=form.cleaned_data["rule"], reason=form.cleaned_data["reason"], actor=request.user
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Switched off: what would be refused is referred to a person now."))
            return redirect("risk_screening")
    return _show(request, form)


@staff("risk.switch_rules")
@require_POST
def switch_on(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for the approval to let it refuse again."""
    found = access_switch(request.user, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why this should be done."))
        return redirect("risk_screening")
    try:
        ask_switch_on(switch=found, maker=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Another person has to approve it now."))
    return redirect("risk_screening")


@staff("risk.see_screening")
def runs(request: PersonRequest) -> HttpResponse:
    """List the runs, or those of one outcome."""
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in ScreeningRun.Outcome.values else ""
    shown = RUNS.open(request, queries.runs(outcome))
    context = {"list": shown, "outcome": outcome, "outcomes": ScreeningRun.Outcome.choices}
    return shown.answer or render(request, "risk/office/screening/runs.html", context)


@staff("risk.see_screening")
@require_GET
def run(request: PersonRequest, number: str) -> HttpResponse:
    """Show a run: what every rule said, of which facts."""
    found = access_run(request.user, number)
    context = {
        "run": found,
        "sources": queries.queries_of(found),
        "beside": queries.runs_beside(found),
        **story.run_page(found, request.user),
    }
    return render(request, "risk/office/screening/run.html", context)


def _switch_form(request: PersonRequest) -> SwitchOffForm:
    form = SwitchOffForm(request.POST if request.method == "POST" else None)
    off = list(queries.switches_off())
    offer_choices(form, "rule", story.switch_choices(champion_on(clock.today()), off))
    return form


def _show(request: PersonRequest, form: SwitchOffForm | None = None) -> HttpResponse:
    user, today = request.user, clock.today()
    asked = request.GET.get("days", "")
    windows = rule_value(RULE)
    days = int(asked) if asked in {str(one) for one in PERIODS} else windows["statistics_days"]
    champion, off = champion_on(today), list(queries.switches_off())
    found = queries.statistics(today - dt.timedelta(days=days - 1), today, windows["test_runs"])
    context = {
        "champion": champion,
        "challenger": challenger_on(today),
        "found": found,
        "days": days,
        "periods": PERIODS,
        "shares": story.outcome_shares(found),
        "rules": story.rule_lines(champion, found, [one.rule_code for one in off]),
        "off": [(one, story.switch_name(one)) for one in off],
        "is_all_off": any(not one.rule_code for one in off),
        "moments": event_moments(queries.events_of_switches()),
        "form": (form or _switch_form(request)) if user.has_right(SWITCH) else None,
        "may_edit": user.has_right(EDIT),
        "reason_form": ReasonForm(auto_id=False),
    }
    return render(request, "risk/office/screening/screening.html", context, status=422 if form else 200)
