"""Automatic investing: an investor's rules, what they match, and what they did."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.models import User
from accounts.rules import rule_value
from accounts.web.confirm_self import confirms_self
from accounts.web.formats import yuan
from accounts.web.paging import page_by_key
from accounts.web.parts import Fact
from lending.auto_invest.consent import CONSENT_TEMPLATE, CONSENT_VERSION, scope_hash
from lending.auto_invest.story import OBSTACLES, decision_rows, preview_rows, rule_rows, scope_facts
from lending.domain.auto_invest import Wishes
from lending.forms.auto_invest import AutoConsentForm, AutoRuleForm
from lending.models import AutoInvestRule, Grade, Product
from lending.policies import access_auto_rule
from lending.queries.auto_invest import (
    Preview,
    bid_by_rules,
    decisions_of,
    places_of,
    preview,
    rules_of,
    waiting_rules,
)
from lending.risk_notice import notice_seconds, read_notice, sign_notice
from lending.services.end_auto_rule import end_auto_rule
from lending.services.pause_auto_rule import pause_auto_rule
from lending.services.resume_auto_rule import resume_auto_rule
from lending.services.start_auto_rule import start_auto_rule


@customer
@require_GET
def auto_invest(request: PersonRequest) -> HttpResponse:
    """List the investor's rules with their place in the queue, and the queue's published rule."""
    user, today = request.user, clock.today()
    rules = list(rules_of(user))
    context = {
        "rows": rule_rows(rules, bid_by_rules(rule.pk for rule in rules), places_of(rules, today)),
        "queue": rule_value("auto.queue", on=today),
        "waiting_count": waiting_rules(today).count(),
    }
    return render(request, "lending/customer/auto_invest.html", context)


@customer
@confirms_self("money")
def new_auto_rule(request: PersonRequest) -> HttpResponse:
    """Ask for a scope, show what it makes of the market, and take the authorisation."""
    user, today = request.user, clock.today()
    longest_days = rule_value("auto.queue", on=today)["longest_days"]
    asked = request.GET or None
    form = AutoRuleForm(asked, today=today, longest_days=longest_days, initial=_suggestion(longest_days))
    wishes = form.wishes() if asked is not None and form.is_valid() else None
    consent = None
    if request.method == "POST" and wishes is not None:
        consent = AutoConsentForm(request.POST)
        if consent.is_valid() and (number := _start(user, wishes, consent)):
            messages.success(request, _("The rule is active: it bids when its turn comes."))
            return redirect("auto_rule", number)
    context: dict[str, Any] = {"form": form, "wishes": wishes}
    if wishes is not None:
        context |= _offer(user, wishes, consent)
    return render(request, "lending/customer/auto_rule_new.html", context)


def _suggestion(longest_days: int) -> dict[str, Any]:
    return {
        "grades": [Grade.A, Grade.B],
        "lines": Product.Line.values,
        "rate_min": 50_000,
        "per_loan": 500_00,
        "per_borrower": 1_000_00,
        "keep": 0,
        "total": 10_000_00,
        "expires_on": clock.today() + dt.timedelta(days=min(180, longest_days)),
    }


def _start(user: User, wishes: Wishes, form: AutoConsentForm) -> str:
    """Return the new rule's number, nothing after a refusal that the form now shows."""
    shown_hash = form.cleaned_data["shown_hash"]
    try:
        shown_at = read_notice(form.cleaned_data["notice"], investor=user, subject=shown_hash)
        return start_auto_rule(
            investor=user, wishes=wishes, shown_hash=shown_hash, notice_shown_at=shown_at, key=form.key
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return ""


def _offer(user: User, wishes: Wishes, consent: AutoConsentForm | None) -> dict[str, Any]:
    """Return what the preview and the authorisation show."""
    found = preview(user, wishes, clock.today())
    shown = scope_hash(wishes)
    initial = {"shown_hash": shown, "notice": sign_notice(user, shown)}
    return {
        "facts": scope_facts(wishes),
        **_shown(found),
        "consent_form": consent or AutoConsentForm(initial=initial),
        "consent_template": CONSENT_TEMPLATE,
        "seconds": notice_seconds(),
    }


def _shown(found: Preview) -> dict[str, Any]:
    sentence, url, label = OBSTACLES.get(found.obstacle, ("", "", ""))
    return {
        "obstacle": sentence,
        "obstacle_url": url,
        "obstacle_label": label,
        "matching": preview_rows(found.matching),
        "left_out": preview_rows(found.left_out),
    }


@customer
@require_GET
def auto_rule(request: PersonRequest, number: str) -> HttpResponse:
    """Show one rule: its scope and authorisation, what matches now, and the log of its decisions."""
    user, today = request.user, clock.today()
    found = access_auto_rule(user, number)
    page = page_by_key(decisions_of(found), request)
    context = {
        "rule": found,
        "facts": scope_facts(found.wishes),
        "state_facts": _state_facts(found),
        "page": page,
        "rows": decision_rows(page.rows),
        "consent_template": CONSENT_TEMPLATE if found.consent_version == CONSENT_VERSION else "",
    }
    if found.status != AutoInvestRule.Status.ENDED:
        context |= _shown(preview(user, found.wishes, today, rule=found))
    return render(request, "lending/customer/auto_rule.html", context)


def _state_facts(rule: AutoInvestRule) -> list[Fact]:
    used_fen = bid_by_rules([rule.pk]).get(rule.pk, 0)
    place = places_of([rule], clock.today()).get(rule.pk)
    return [
        Fact(_("Bid so far"), yuan(used_fen), _("Bids that were taken back do not count."), is_figure=True),
        Fact(_("Left of its total"), yuan(rule.total_fen - used_fen), is_figure=True),
        Fact(_("Place in the queue"), place or "—", is_figure=True),
    ]


@customer
@require_POST
def pause(request: PersonRequest, number: str) -> HttpResponse:
    """Let a rule rest."""
    user = request.user
    pause_auto_rule(rule=access_auto_rule(user, number), investor=user)
    messages.success(request, _("The rule rests. Bids already placed stay."))
    return redirect("auto_rule", number)


@customer
@confirms_self("money")
@require_POST
def resume(request: PersonRequest, number: str) -> HttpResponse:
    """Let a rule go on."""
    user = request.user
    resume_auto_rule(rule=access_auto_rule(user, number), investor=user)
    messages.success(request, _("The rule goes on, at the end of the queue."))
    return redirect("auto_rule", number)


@customer
@require_POST
def end(request: PersonRequest, number: str) -> HttpResponse:
    """Take the authorisation back."""
    user = request.user
    end_auto_rule(rule_id=access_auto_rule(user, number).pk, reason="revoked", actor=user)
    messages.success(request, _("The authorisation is taken back. Bids already placed stay."))
    return redirect("auto_rule", number)
