"""Give a new company the demonstration card."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts import clock
from accounts.numbers import next_number
from risk.domain.scorecard_file import content_hash, read_file
from risk.models import Scorecard
from risk.services.save_scorecard_policy import add_policy

FILE = Path(__file__).parents[1] / "scorecards" / "cards" / "german-credit.json"
CODE = "german-credit"


def seed_scorecard() -> Scorecard | None:
    """Keep the card that was trained on the public German data; None where there is a card already.

    A demonstration has it in force. Elsewhere it stays a draft: nobody's loans are judged by it until two persons want
    that.
    """
    if Scorecard.objects.exists():
        return None
    content, policy = read_file(FILE.read_bytes())
    at = clock.now()
    in_force = {"status": Scorecard.Status.PUBLISHED, "published_at": at} if settings.IS_DEMO else {}
    with transaction.atomic():
        card = Scorecard.objects.create(
            number=next_number("PC"),
            code=CODE,
            version=1,
            content=content,
            content_hash=content_hash(content),
            made_at=at,
            **in_force,
        )
        add_policy(card, policy, None)
    return card
