"""How the card does: shifts, separation, overrides, approvals by group."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.access import PersonRequest, staff
from risk.scorecards import monitoring_story as story
from risk.scorecards.monitoring import monitor
from risk.scorecards.queries import card_in_force, challenger_in_force, monitored_card, monitored_cards
from risk.scorecards.story import card_name, decimal
from risk.scorecards.trial import compare_cards
from risk.scorecards.trial_story import grades_chart, share_words, trial_rows

PERIODS = (3, 6, 12)
AGAINST = {"training": _("the training sample"), "before": _("what the card scored before")}


@staff("risk.see_scorecards")
@require_GET
def monitoring(request: PersonRequest) -> HttpResponse:
    """Show a card's figures of the last months; the card in force where none is chosen."""
    card = monitored_card(request.GET.get("card", ""))
    months = int(request.GET["months"]) if request.GET.get("months") in map(str, PERIODS) else 12
    against = request.GET.get("against", "")
    against = against if against in AGAINST else "training"
    context = {
        "card": card,
        "cards": monitored_cards(),
        "months": months,
        "periods": PERIODS,
        "against": against,
        "choices": AGAINST.items(),
    }
    if card is not None:
        found = monitor(card, months=months, against=against, on=clock.today())
        shift = found.score_shift
        context |= {
            "name": card_name(card),
            "found": found,
            "psi": decimal(shift.index_ppm) if shift else "—",
            "psi_chance": decimal(shift.chance_ppm) if shift else "—",
            "psi_word": story.shift_word(shift),
            "chart": story.bands_chart(found) if shift else "",
            "shifts": story.shift_rows(found),
            "outcomes": story.outcome_rows(found),
            "overrides": story.override_facts(found),
            "groups": story.group_tables(found),
        }
        context |= _trial()
    return render(request, "risk/office/score_monitoring.html", context)


def _trial() -> dict[str, Any]:
    """Return the challenger beside the card in force, where one is tried."""
    champion, challenger = card_in_force(), challenger_in_force()
    if champion is None or challenger is None:
        return {}
    found = compare_cards(champion, challenger, on=clock.today())
    return {
        "trial": found,
        "trial_share": share_words(challenger),
        "trial_rows": trial_rows(found),
        "trial_chart": grades_chart(found) if found.count else "",
    }
