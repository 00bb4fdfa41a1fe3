"""Ask for the publication of a card."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.request_approval import request_approval
from accounts.states import move
from risk.models import Scorecard
from risk.scorecards.content import KIND, check_rows, payload_of


def propose_scorecard(*, number: str, maker: User, reason: str) -> Scorecard:
    """Put a draft before another person, bound to the hashes of its table and its policy.

    Refuses (`bad_card`) a card whose golden rows do not come out, no reason, and (StaleState) a card that is no draft.
    """
    with transaction.atomic():
        card = lock_one(Scorecard.objects.filter(number=number))
        if card.status != Scorecard.Status.DRAFT:
            raise StaleState("stale_state", _("This draft can no longer be changed."))
        check_rows(card, card.policy)
        approval = request_approval(
            maker=maker,
            kind=KIND,
            subject=card,
            payload=payload_of(card),
            page_path=reverse("risk_scorecard", args=[card.number]),
            reason=reason,
        )
        move(
            card,
            Scorecard.Status.PROPOSED,
            actor=maker,
            data={"approval": approval.number},
            approval_number=approval.number,
        )
        return card
