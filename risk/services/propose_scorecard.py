"""Ask for the publication of a card."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.rules import rule_value
from accounts.services.request_approval import request_approval
from accounts.states import move
from accounts.web.formats import percent
from risk.models import Scorecard
from risk.scorecards.content import KIND, check_rows, payload_of
from risk.scorecards.queries import card_in_force

RULE = "screening.windows"


@dataclass(frozen=True)
class Trial:
    """A challenger beside the card in force; its score counts for this share of the applications (0: for none)."""

    share_ppm: int = 0


def propose_scorecard(*, number: str, maker: User, reason: str, trial: Trial | None = None) -> Scorecard:
    """Put a draft before another person, bound to the hashes of its table and its policy, and to its share.

    Without a trial it takes the place of the card in force. Refuses (`bad_card`) a card whose golden rows do not come
    out, no reason, (`no_champion`) a challenger while no card is in force, (`bad_share`) one with more than the rule
    leaves it, and (StaleState) a card that is no draft.
    """
    if trial is not None:
        _check_trial(trial)
    with transaction.atomic():
        card = lock_one(Scorecard.objects.filter(number=number))
        if card.status != Scorecard.Status.DRAFT:
            raise StaleState("stale_state", _("This draft can no longer be changed."))
        check_rows(card, card.policy)
        card.lane = Scorecard.Lane.CHAMPION if trial is None else Scorecard.Lane.CHALLENGER
        card.share_ppm = 0 if trial is None else trial.share_ppm
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
            lane=card.lane,
            share_ppm=card.share_ppm,
        )
        return card


def _check_trial(trial: Trial) -> None:
    most_ppm = rule_value(RULE, on=clock.today())["challenger_share_ppm"]
    if not 0 <= trial.share_ppm <= most_ppm:
        raise Refused(
            "bad_share",
            _("A challenger scores for at most %(share)s of the applications.")
            % {"share": percent(most_ppm, 0)},
            field="share",
        )
    if card_in_force() is None:
        raise Refused("no_champion", _("There is no card in force to challenge."), field="lane")
