"""The rules of screening in the office: versions, the draft and its test runs, champion against challenger."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.rules import rule_value
from accounts.web.shown import event_moments
from risk.forms.screening import ChooseFactsForm, ProposeRulesForm, ReasonForm, RuleForm, TryForm
from risk.models import RuleSet
from risk.screening import queries, story
from risk.screening.catalogue import CATALOGUE
from risk.screening.facts import RULE
from risk.screening.payloads import EDIT, SWITCH
from risk.screening.policies import access_rule, access_rule_set, access_rule_test
from risk.screening.rule_sets import champion_on
from risk.services.draft_rule_set import draft_rule_set
from risk.services.drop_rule_set import drop_rule_set
from risk.services.end_challenger import end_challenger
from risk.services.propose_rule_set import propose_rule_set
from risk.services.save_rule import save_rule
from risk.services.try_rule_set import try_rule_set

LISTED = 50
NEW_RULE: dict[str, Any] = {"outcome": "refer", "is_on": True, "group": "policy"}


@staff("risk.see_screening")
@require_GET
def versions(request: PersonRequest) -> HttpResponse:
    """List every version of the rules."""
    context = {
        "rows": list(queries.rule_sets()[:LISTED]),
        "current": champion_on(clock.today()),
        "may_edit": request.user.has_right(EDIT),
    }
    return render(request, "risk/office/screening/versions.html", context)


@staff("risk.see_screening")
@require_GET
def version(request: PersonRequest, number: str) -> HttpResponse:
    """Show a version: its rules, what it changes, its test runs, and what the person may do."""
    return _show(request, access_rule_set(request.user, number))


@staff("risk.edit_rules")
@require_POST
def copy(request: PersonRequest, number: str) -> HttpResponse:
    """Copy a version into a draft."""
    found = access_rule_set(request.user, number)
    try:
        row = draft_rule_set(based_on=found, made_by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("risk_rule_set", number=number)
    messages.success(request, _("The draft is made. Change its rules, try it, then ask for approval."))
    return redirect("risk_rule_set", number=row.number)


@staff("risk.edit_rules")
@require_http_methods(["GET", "POST"])
def rule(request: PersonRequest, number: str, code: str) -> HttpResponse:
    """Change a rule of a draft."""
    row, found = access_rule(request.user, number, code)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=found, is_new=False)
    return _save(request, row, form)


@staff("risk.edit_rules")
@require_http_methods(["GET", "POST"])
def new_rule(request: PersonRequest, number: str) -> HttpResponse:
    """Add a rule to a draft: first the facts it compares, then how."""
    row = access_rule_set(request.user, number)
    facts = [one for one in request.GET.getlist("fact") if one in CATALOGUE][:4]
    if not facts:
        return _choose_facts(request, row)
    blank = {**NEW_RULE, "all": [{"fact": one} for one in facts]}
    form = RuleForm(request.POST if request.method == "POST" else None, rule=blank, is_new=True)
    return _save(request, row, form)


@staff("risk.edit_rules")
@require_POST
def try_out(request: PersonRequest, number: str) -> HttpResponse:
    """Try a version against past applications."""
    row = access_rule_set(request.user, number)
    form = TryForm(request.POST)
    if form.is_valid():
        try:
            test = try_rule_set(
                rule_set=row,
                from_on=form.cleaned_data["from_on"],
                to_on=form.cleaned_data["to_on"],
                made_by=request.user,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return redirect("risk_rule_test", number=test.number)
    return _show(request, row, try_form=form)


@staff("risk.see_screening")
@require_GET
def test_run(request: PersonRequest, number: str) -> HttpResponse:
    """Show a test run: how many applications would have ended differently, and which."""
    test = access_rule_test(request.user, number)
    context = {
        "test": test,
        "sentence": story.test_sentence(test),
        "heads": story.outcome_words(),
        "matrix": story.matrix(test.counts),
        "lines": story.changed_lines(test),
        "is_current": test.content_hash == test.rule_set.content_hash,
    }
    return render(request, "risk/office/screening/test_run.html", context)


@staff("risk.edit_rules")
@require_POST
def propose(request: PersonRequest, number: str) -> HttpResponse:
    """Put a draft before another person."""
    row = access_rule_set(request.user, number)
    form = ProposeRulesForm(request.POST)
    if form.is_valid():
        try:
            propose_rule_set(
                rule_set=row,
                publication=form.publication,
                maker=request.user,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The rules wait for another person's approval."))
            return redirect("risk_rule_set", number=number)
    return _show(request, access_rule_set(request.user, number), propose_form=form)


@staff("risk.edit_rules")
@require_POST
def drop(request: PersonRequest, number: str) -> HttpResponse:
    """End a draft."""
    row = access_rule_set(request.user, number)
    try:
        drop_rule_set(rule_set=row, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("risk_rule_set", number=number)
    messages.success(request, _("The draft is dropped."))
    return redirect("risk_rule_sets")


@staff("risk.see_screening")
@require_GET
def compare(request: PersonRequest, number: str) -> HttpResponse:
    """Put a challenger beside the champion on the same applications."""
    row = access_rule_set(request.user, number)
    if row.lane != RuleSet.Lane.CHALLENGER:
        raise Http404
    found = queries.comparison(row, LISTED)
    context = {
        "row": row,
        "found": found,
        "heads": story.outcome_words(),
        "matrix": story.comparison_matrix(found),
        "is_running": row.status == RuleSet.Status.PUBLISHED,
        "end_form": ReasonForm() if request.user.has_right(SWITCH) else None,
    }
    return render(request, "risk/office/screening/compare.html", context)


@staff("risk.switch_rules")
@require_POST
def end(request: PersonRequest, number: str) -> HttpResponse:
    """End a challenger's trial."""
    row = access_rule_set(request.user, number)
    form = ReasonForm(request.POST)
    try:
        end_challenger(rule_set=row, actor=request.user, reason=form.data.get("reason", ""))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The champion decides every application again."))
    return redirect("risk_rule_compare", number=number)


def _choose_facts(request: PersonRequest, row: RuleSet) -> HttpResponse:
    form = ChooseFactsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        query = "&".join(f"fact={one}" for one in form.facts)
        return redirect(f"{request.path}?{query}")
    return render(request, "risk/office/screening/rule.html", {"row": row, "form": form, "is_choice": True})


def _save(request: PersonRequest, row: RuleSet, form: RuleForm) -> HttpResponse:
    if form.is_valid():
        try:
            save_rule(rule_set=row, rule=form.rule, saved_by=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The rule is kept in the draft."))
            return redirect("risk_rule_set", number=row.number)
    return render(
        request,
        "risk/office/screening/rule.html",
        {"row": row, "form": form, "is_choice": False},
        status=422 if form.errors else 200,
    )


def _show(
    request: PersonRequest,
    row: RuleSet,
    *,
    try_form: TryForm | None = None,
    propose_form: ProposeRulesForm | None = None,
) -> HttpResponse:
    user, today = request.user, clock.today()
    is_draft = row.status == RuleSet.Status.DRAFT and user.has_right(EDIT)
    is_copied = row.status in (RuleSet.Status.PUBLISHED, RuleSet.Status.RETIRED) and user.has_right(EDIT)
    since = today - dt.timedelta(days=rule_value(RULE)["statistics_days"])
    off = [one.rule_code for one in queries.switches_off()]
    context = {
        "row": row,
        "facts": story.rule_set_facts(row),
        "rules": story.rule_lines(row, None, off),
        "changes": story.changes_between(row.based_on, row),
        "tests": [
            (test, story.test_sentence(test)) for test in row.tests.select_related("made_by").order_by("-pk")
        ],
        "moments": event_moments(queries.events_of_rule_set(row)),
        "is_draft": is_draft,
        "is_copied": is_copied,
        "try_form": (try_form or TryForm(initial={"from_on": since, "to_on": today})) if is_draft else None,
        "propose_form": (propose_form or ProposeRulesForm()) if is_draft else None,
        "is_challenger": row.lane == RuleSet.Lane.CHALLENGER,
    }
    has_errors = try_form is not None or propose_form is not None
    return render(request, "risk/office/screening/version.html", context, status=422 if has_errors else 200)
