"""What cards do when something happened below."""

import logging

from accounts.errors import Refused
from accounts.models import Event
from risk.models import Scorecard
from risk.scorecards.content import KIND
from risk.services.give_back_scorecard import give_back_scorecard
from risk.services.publish_scorecard import publish_scorecard

logger = logging.getLogger(__name__)


def on_approval_ended(event: Event) -> None:
    """Publish an approved card; a refused, withdrawn or expired one goes back to its makers as a draft."""
    if event.data.get("kind") not in (None, KIND):
        return
    if event.kind != "approval.approved":
        give_back_scorecard(approval_number=event.subject_number, actor=event.actor)
        return
    card = Scorecard.objects.filter(approval_number=event.subject_number).first()
    if card is None:
        return
    try:
        publish_scorecard(number=card.number, actor=event.actor)
    except Refused as refusal:
        logger.warning("%s is not put in force: %s", card.number, refusal.code)
