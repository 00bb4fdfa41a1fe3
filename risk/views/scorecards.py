"""Points cards in the office: import, draft, request, in force, try, and the score of an application."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.forms import RefusableForm
from risk import policies
from risk.domain.scorecard import score
from risk.domain.scorecard_file import trace_of
from risk.forms.scorecard import (
    ImportScorecardForm,
    PolicyForm,
    ProposeScorecardForm,
    RetireScorecardForm,
    TryForm,
)
from risk.models import Scorecard
from risk.scorecards import queries, story
from risk.scorecards.content import check_rows, policy_of, table_of
from risk.scorecards.lists import CARDS, SCORES
from risk.scorecards.trial_story import share_words
from risk.services.copy_scorecard import copy_scorecard
from risk.services.drop_scorecard import drop_scorecard
from risk.services.import_scorecard import import_scorecard
from risk.services.propose_scorecard import propose_scorecard
from risk.services.retire_scorecard import retire_scorecard
from risk.services.save_scorecard_policy import save_scorecard_policy


@staff("risk.see_scorecards")
@require_http_methods(["GET", "POST"])
def scorecards(request: PersonRequest) -> HttpResponse:
    """List the cards, the one in force above."""
    shown = CARDS.open(request, queries.cards())
    in_force, challenger = queries.card_in_force(), queries.challenger_in_force()
    context = {
        "list": shown,
        "in_force": in_force,
        "name": story.card_name(in_force) if in_force else "",
        "challenger": challenger,
        "share": share_words(challenger) if challenger else "",
        "may_prepare": request.user.has_right("risk.prepare_scorecards"),
    }
    return shown.answer or render(request, "risk/office/scorecards.html", context)


@staff("risk.prepare_scorecards")
@require_http_methods(["GET", "POST"])
def import_card(request: PersonRequest) -> HttpResponse:
    """Take a card's file."""
    form = ImportScorecardForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            card = import_scorecard(
                data=form.cleaned_data["file"], code=form.cleaned_data["code"], actor=request.user
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The card is checked and kept as a draft."))
            return redirect("risk_scorecard", number=card.number)
    status = 422 if form.errors else 200
    return render(request, "risk/office/scorecard_import.html", {"form": form}, status=status)


@staff("risk.see_scorecards")
@require_GET
def scorecard(request: PersonRequest, number: str) -> HttpResponse:
    """Show a card: its table, what it is worth, where its facts come from."""
    return _show(request, policies.access_scorecard(request.user, number))


@staff("risk.prepare_scorecards")
@require_http_methods(["GET", "POST"])
def policy(request: PersonRequest, number: str) -> HttpResponse:
    """Change grades, cut-offs and PD of a draft."""
    card = policies.access_scorecard(request.user, number)
    if card.status != Scorecard.Status.DRAFT or card.policy is None:
        raise Http404
    form = PolicyForm(request.POST if request.method == "POST" else None, policy=policy_of(card.policy))
    if form.is_valid():
        try:
            save_scorecard_policy(number=card.number, actor=request.user, **form.policy)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Grades, cut-offs and PD are kept."))
            return redirect("risk_scorecard", number=card.number)
    table = table_of(card)
    context = {"card": card, "form": form, "least": table.least_points, "most": table.most_points}
    return render(request, "risk/office/scorecard_policy.html", context, status=422 if form.errors else 200)


@staff("risk.see_scorecards")
@require_GET
def try_card(request: PersonRequest, number: str) -> HttpResponse:
    """Score values that are typed in; nothing is kept."""
    card = policies.access_scorecard(request.user, number)
    table = table_of(card)
    form = TryForm(request.GET if "try" in request.GET else None, card=table)
    result = None
    if card.policy is not None and form.is_valid():
        scored, rules = score(table, form.inputs), policy_of(card.policy)
        result = story.score_story(card, rules, story.kept_of(scored, rules, trace_of(scored)))
    context = {"card": card, "name": story.card_name(card), "form": form, "data": result}
    return render(request, "risk/office/scorecard_try.html", context)


@staff("risk.prepare_scorecards")
@require_POST
def propose(request: PersonRequest, number: str) -> HttpResponse:
    """Put a draft before another person."""
    card = policies.access_scorecard(request.user, number)
    form = ProposeScorecardForm(request.POST)
    if form.is_valid():
        try:
            propose_scorecard(
                number=card.number,
                maker=request.user,
                reason=form.cleaned_data["reason"],
                trial=form.trial,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The card waits for another person's approval."))
            return redirect("risk_scorecard", number=card.number)
    return _show(request, card, propose_form=form)


@staff("risk.prepare_scorecards")
@require_POST
def drop(request: PersonRequest, number: str) -> HttpResponse:
    """End a draft."""
    card = policies.access_scorecard(request.user, number)
    try:
        drop_scorecard(number=card.number, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The draft of the card is dropped."))
    return redirect("risk_scorecard", number=card.number)


@staff("risk.prepare_scorecards")
@require_POST
def copy(request: PersonRequest, number: str) -> HttpResponse:
    """Begin the next version with the same table."""
    card = policies.access_scorecard(request.user, number)
    try:
        draft = copy_scorecard(number=card.number, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("risk_scorecard", number=card.number)
    messages.success(
        request, _("The next version is drafted with the same table: change grades, cut-offs and PD.")
    )
    return redirect("risk_scorecard", number=draft.number)


@staff("risk.approve_scorecards")
@require_POST
def retire(request: PersonRequest, number: str) -> HttpResponse:
    """Take the card out of force."""
    card = policies.access_scorecard(request.user, number)
    form = RetireScorecardForm(request.POST)
    if form.is_valid():
        try:
            retire_scorecard(number=card.number, reason=form.cleaned_data["reason"], actor=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _retired_words(card))
            return redirect("risk_scorecard", number=card.number)
    return _show(request, card, retire_form=form)


@staff("risk.see_scorecards")
@require_http_methods(["GET", "POST"])
def scores(request: PersonRequest, number: str) -> HttpResponse:
    """List what a card scored."""
    card = policies.access_scorecard(request.user, number)
    shown = SCORES.open(request, queries.scores_of_card(card))
    context = {"list": shown, "card": card, "name": story.card_name(card)}
    return shown.answer or render(request, "risk/office/scorecard_scores.html", context)


@staff("risk.see_scorecards")
@require_GET
def score_page(request: PersonRequest, number: str) -> HttpResponse:
    """Show the score of an application as it was made."""
    found = policies.access_score(request.user, number)
    data = story.score_story(found.card, policy_of(found.policy), story.kept_values(found))
    return render(request, "risk/office/score.html", {"score": found, "data": data})


def _retired_words(card: Scorecard) -> str:
    if card.lane == Scorecard.Lane.CHALLENGER:
        return _("The trial is over: the card in force scores alone.")
    return _("The card is out of force: new cases carry no score.")


def _show(
    request: HttpRequest,
    card: Scorecard,
    *,
    propose_form: RefusableForm | None = None,
    retire_form: RefusableForm | None = None,
) -> HttpResponse:
    may_prepare = request.user.has_right("risk.prepare_scorecards")
    may_retire = card.status == Scorecard.Status.PUBLISHED and request.user.has_right(
        "risk.approve_scorecards"
    )
    is_draft = card.status == Scorecard.Status.DRAFT
    context: dict[str, Any] = {
        "card": card,
        "name": story.card_name(card),
        "note": story.card_note(card),
        "trial": share_words(card) if card.lane == Scorecard.Lane.CHALLENGER else "",
        "auc": story.decimal(card.content["report"]["figures"]["auc"]["mean"]),
        "ks": story.decimal(card.content["report"]["figures"]["ks"]["mean"]),
        "train_auc": story.decimal(card.content["report"]["train_auc_ppm"]),
        "tables": story.tables(table_of(card)),
        "base_points": card.content["base_points"],
        "figures": story.figure_rows(card),
        "charts": story.charts(card),
        "training": story.training_facts(card),
        "policy": story.policy_facts(policy_of(card.policy)) if card.policy else [],
        "golden_count": len(card.content["golden"]),
        "golden_fault": _golden_fault(card),
        "moments": story.moments_of(card),
        "may_prepare": may_prepare,
        "is_draft": is_draft and may_prepare,
        "may_copy": may_prepare and card.published_at is not None,
        "propose_form": (propose_form or ProposeScorecardForm()) if is_draft and may_prepare else None,
        "retire_form": (retire_form or RetireScorecardForm()) if may_retire else None,
    }
    status = 422 if propose_form is not None or retire_form is not None else 200
    return render(request, "risk/office/scorecard.html", context, status=status)


def _golden_fault(card: Scorecard) -> str:
    try:
        check_rows(card, card.policy)
    except Refused as refusal:
        return str(refusal.message)
    return ""
