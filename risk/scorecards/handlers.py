"""What cards do when something happened below."""

from functools import partial

from accounts.approval_ends import carry_out_or_lapse
from accounts.models import Event
from risk.models import Scorecard
from risk.scorecards.content import KIND
from risk.services.give_back_scorecard import give_back_scorecard
from risk.services.publish_scorecard import publish_scorecard


def on_approval_ended(event: Event) -> None:
    """Publish an approved card; a refused, withdrawn or expired one, or a card no longer whole, is a draft again."""
    if event.data.get("kind") not in (None, KIND):
        return
    if event.kind != "approval.approved":
        give_back_scorecard(approval_number=event.subject_number, actor=event.actor)
        return
    card = Scorecard.objects.filter(approval_number=event.subject_number).first()
    if card is None:
        return
    act = partial(publish_scorecard, number=card.number, actor=event.actor)
    if not carry_out_or_lapse(act, number=event.subject_number, actor=event.actor):
        give_back_scorecard(approval_number=event.subject_number, actor=event.actor)
