"""Put a card in force, once another person has approved it."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from risk.models import Scorecard
from risk.scorecards.content import KIND, check_rows, payload_of


def publish_scorecard(*, number: str, actor: User | None) -> Scorecard | None:
    """Publish exactly the table and the policy that were approved, and retire the one it follows in the same moment.

    A card in force follows the one in force, a challenger the challenger before it.

    Returns None where it was published before. Refuses what `consume_approval` refuses and (`bad_card`) a card whose
    golden rows do not come out bit for bit; then nothing moved.
    """
    with transaction.atomic():
        card = Scorecard.objects.select_related("policy").get(number=number)
        if card.status != Scorecard.Status.PROPOSED:
            return None
        approval = consume_approval(
            number=card.approval_number, kind=KIND, subject=card, payload=payload_of(card), actor=actor
        )
        # Before any card is locked: a refusal lets the approval lapse, which comes first in the order.
        check_rows(card, card.policy)
        at = clock.now()
        for old in lock(Scorecard.objects.filter(status=Scorecard.Status.PUBLISHED, lane=card.lane)):
            move(
                old,
                Scorecard.Status.RETIRED,
                actor=actor,
                data={"successor": card.number},
                retired_at=at,
                retired_by=approval.checker,
            )
        row = lock_one(Scorecard.objects.filter(number=number))
        move(
            row,
            Scorecard.Status.PUBLISHED,
            actor=actor,
            data={
                "content": row.content_hash,
                "policy": payload_of(row)["policy"],
                "lane": row.lane,
                "share_ppm": row.share_ppm,
            },
            published_at=at,
            published_by=approval.checker,
        )
        return row
