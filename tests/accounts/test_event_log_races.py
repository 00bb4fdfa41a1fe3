"""Sealing on PostgreSQL: one sealer at a time, and events that commit out of the order of their ids."""

import threading

import pytest
from django.db import connection, transaction

from accounts import clock, locking
from accounts.event_log_invariants import event_log_sealed
from accounts.events import record_event
from accounts.models import EventSeal, SealedEvent
from accounts.services.seal_events import seal_events
from tests.races import only_postgresql, race

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


def test_of_many_sealers_one_seals_and_none_seals_twice() -> None:
    for _ in range(200):
        record_event("thing.happened", subject=None, actor=None)
    outcomes = race([lambda: seal_events(batch=50)] * 6)
    assert all(outcome.is_ok for outcome in outcomes), outcomes
    assert sum(outcome.result for outcome in outcomes) == 200
    assert SealedEvent.objects.count() == 200
    assert EventSeal.objects.count() == 4
    assert event_log_sealed() == []


def test_an_event_with_a_lower_id_that_commits_later_is_sealed_later() -> None:
    written, may_commit = threading.Event(), threading.Event()
    ids: list[int] = []

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                ids.append(record_event("thing.slow", subject=None, actor=None).pk)
                written.set()
                assert may_commit.wait(10)
        finally:
            connection.close()

    clock.today()  # the row of the business date must not wait for the slow one
    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert written.wait(10)
    quick = record_event("thing.quick", subject=None, actor=None).pk
    assert quick > ids[0]
    assert seal_events() == 1
    may_commit.set()
    slow.join()
    assert seal_events() == 1
    assert list(SealedEvent.objects.order_by("position").values_list("event_id", flat=True)) == [
        quick,
        ids[0],
    ]
    assert event_log_sealed() == []
