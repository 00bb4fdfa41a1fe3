"""The score's part of a case: made when the case is opened, and shown as it was then."""

from typing import Any

from lending.models import Application
from risk.models import Scorecard
from risk.scorecards.content import policy_of
from risk.scorecards.story import ScoreStory, kept_values, score_story
from risk.services.score_application import score_application


def freeze(application: Application) -> dict[str, object] | None:
    """Score the application in the transaction that opens its case; nothing while no card is in force."""
    score = score_application(application=application)
    return None if score is None else kept_values(score)


def show(facts: dict[str, Any]) -> ScoreStory:
    """Return the score in words; the card's own never change."""
    card = Scorecard.objects.select_related("policy").get(number=facts["card"])
    if card.policy is None:
        raise LookupError(f"Card {card.number} scored without a policy.")
    return score_story(card, policy_of(card.policy), facts)
