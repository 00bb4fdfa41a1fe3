"""A holder votes on a plan beyond the mandate: more time for a borrower, or a lower rate."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.formats import yuan
from accounts.web.parts import Fact
from lending.forms.restructuring import VoteForm
from lending.models import HolderBallot, Restructure
from lending.policies import access_vote
from lending.redrawing.restructure_story import claims_facts, compare_plan, plan_of, plan_words, vote_facts
from lending.services.cast_ballot import cast_ballot


@customer
@confirms_self("money")
@require_http_methods(["GET", "POST"])
def vote(request: PersonRequest, number: str) -> HttpResponse:
    """Show the plan and the holder's ballots; take yes or no."""
    user = request.user
    row = access_vote(user, number)
    is_open = row.status == Restructure.Status.VOTING
    form = VoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cast_ballot(number=row.number, holder=user, is_yes=form.cleaned_data["answer"] == "yes")
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Your vote is kept. You can change it until the vote ends."))
        return redirect("vote", number=number)
    plan = plan_of(row) if is_open else None
    own = list(row.ballots.filter(holder=user).select_related("claim").order_by("pk"))
    context = {
        "restructure": row,
        "is_open": is_open,
        "plan_words": plan_words(row),
        "comparison": compare_plan(plan) if plan else None,
        "own_facts": claims_facts(plan, sum(row.principal_fen for row in own)) if plan else [],
        "result_facts": [] if is_open else vote_facts(row),
        "rows": plan.schedule.rows if plan else [],
        "facts": _ballot_facts(own),
        "form": form,
    }
    return render(request, "lending/customer/vote.html", context)


def _ballot_facts(ballots: list[HolderBallot]) -> list[Fact]:
    answers = {True: _("Yes"), False: _("No"), None: _("Not voted yet")}
    return [
        Fact(ballot.claim.number, answers[ballot.is_yes], yuan(ballot.principal_fen)) for ballot in ballots
    ]
