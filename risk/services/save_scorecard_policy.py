"""Choose what is made of a card's points, while the card is a draft."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import StaleState
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.domain.scorecard_file import CardError, content_hash, golden_result, read_policy, replay
from risk.models import Scorecard, ScorecardPolicy
from risk.scorecards.content import refused_card


def save_scorecard_policy(
    *,
    number: str,
    pd_map: list[list[int]],
    grades: list[list[Any]],
    accept_from: int,
    refuse_below: int,
    actor: User,
) -> ScorecardPolicy:
    """Add a policy to a draft and let the card point at it; the earlier ones stay. The same again is the same row.

    `pd_map` is (points, PD in ppm) with rising points, `grades` (letter, least points) from A to D. Refuses
    (`bad_card`) what risk.domain.scorecard_file.read_policy refuses, and (StaleState) a card that is no draft.
    """
    chosen: dict[str, Any] = {
        "pd_map": pd_map,
        "grades": grades,
        "accept_from": accept_from,
        "refuse_below": refuse_below,
    }
    try:
        rules = read_policy(chosen)
    except CardError as error:
        raise refused_card(error, error.place if error.place in chosen else None) from error
    with transaction.atomic():
        card = lock_one(Scorecard.objects.filter(number=number))
        if card.status != Scorecard.Status.DRAFT:
            raise StaleState("stale_state", _("This draft can no longer be changed."))
        chosen["golden"] = [golden_result(rules, row["points"]) for row in card.content["golden"]]
        if card.policy is not None and card.policy.content_hash == content_hash(chosen):
            return card.policy
        row = add_policy(card, chosen, actor)
        record_event("scorecard.policy_saved", subject=card, actor=actor, data={"policy": row.version})
        return row


def add_policy(card: Scorecard, content: dict[str, Any], actor: User | None) -> ScorecardPolicy:
    """Add a policy that gives the golden rows as written, and let the card point at it; the caller holds the lock."""
    try:
        replay(card.content, content)
    except CardError as error:
        raise refused_card(error, None) from error
    row = ScorecardPolicy.objects.create(
        card=card,
        version=card.policies.count() + 1,
        content=content,
        content_hash=content_hash(content),
        made_by=actor,
        made_at=clock.now(),
    )
    card.policy = row
    card.save(update_fields=["policy"])
    return row
