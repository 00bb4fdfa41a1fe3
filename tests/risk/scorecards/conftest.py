"""Whoever works on cards, and a card of their own."""

import pytest

from accounts.models import Approval, User
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from risk.models import Scorecard
from risk.services.import_scorecard import import_scorecard
from risk.services.propose_scorecard import propose_scorecard
from tests.factories import make_staff
from tests.risk.domain.test_scorecard_file import card_file


@pytest.fixture
def officer(db: None) -> User:
    return make_staff("officer@example.cn", "risk_officer")


@pytest.fixture
def seeded(db: None) -> Scorecard:
    """The card that came with the house, in force."""
    return Scorecard.objects.get(status="published")


@pytest.fixture
def draft(officer: User) -> Scorecard:
    return import_scorecard(data=card_file(), code="own", actor=officer)


def decide(card: Scorecard, checker: User, *, is_approved: bool = True) -> None:
    """Propose a draft and let another person decide on it."""
    assert card.made_by is not None
    propose_scorecard(number=card.number, maker=card.made_by, reason="Trained on our own loans.")
    asked = Approval.objects.get(subject_type="risk.scorecard", subject_id=card.pk, status="open")
    decide_approval(
        checker=checker,
        number=asked.number,
        is_approved=is_approved,
        shown_hash=asked.payload_hash,
        note="Looked at the golden rows.",
    )
    deliver_events()
    card.refresh_from_db()
