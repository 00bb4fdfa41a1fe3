"""Two colleagues who take a review at the same moment, on PostgreSQL: one gets it, the other is told."""

from functools import partial
from typing import Any

import pytest

from accounts import locking
from accounts.errors import StaleState
from accounts.models import Event, IdentityReview, User
from accounts.services import take_review as taking
from accounts.services.doubt_identity import doubt_identity
from accounts.services.take_review import take_review
from tests import watching
from tests.races import Outcome, only_postgresql, race, wait_until_somebody_waits

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


@pytest.fixture
def rivals(transactional_db: None) -> list[User]:
    return [watching.service("first"), watching.service("second")]


@pytest.fixture
def review(borrower: User, rivals: list[User]) -> IdentityReview:
    return doubt_identity(customer=borrower, cause="illegible", actor=rivals[0])


def take_both(review: IdentityReview, rivals: list[User]) -> list[Outcome]:
    return race([partial(take_review, review=review, actor=one) for one in rivals])


def test_one_of_two_gets_the_case(
    review: IdentityReview, rivals: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    move = taking.move

    def move_when_the_rival_waits(*args: Any, **fields: Any) -> None:
        wait_until_somebody_waits()
        move(*args, **fields)

    monkeypatch.setattr(taking, "move", move_when_the_rival_waits)
    outcomes = take_both(review, rivals)
    [winner] = [rival for rival, one in zip(rivals, outcomes, strict=True) if one.error is None]
    assert [type(one.error) for one in outcomes if one.error is not None] == [StaleState]
    review.refresh_from_db()
    assert (review.status, review.taken_by) == ("taken", winner)
    assert Event.objects.filter(kind="identity_review.taken").count() == 1


def test_without_lock_and_condition_both_believe_to_have_it(
    review: IdentityReview, rivals: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: read without the lock and written without asking for the state, the second takes it away."""
    pages = [IdentityReview.objects.get(pk=review.pk) for _ in rivals]

    def set_state(row: IdentityReview, to: str, *, actor: User, **fields: Any) -> None:
        IdentityReview.objects.filter(pk=row.pk).update(status=to, **fields)

    monkeypatch.setattr(taking, "lock_review", lambda _review, *_states: pages.pop())
    monkeypatch.setattr(taking, "move", set_state)
    assert [one.error for one in take_both(review, rivals)] == [None, None]
