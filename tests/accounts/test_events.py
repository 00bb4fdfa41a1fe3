import logging

import pytest
from django.db import transaction

from accounts import events
from accounts.bells import silent_bells
from accounts.events import record_event, subscribe
from accounts.models import EventDelivery, User
from accounts.services.deliver_events import deliver_events

seen: list[int] = []
failing: set[int] = set()


def handler(event):
    if event.subject_id in failing:
        raise RuntimeError("no")
    seen.append(event.pk)


def test_a_failing_delivery_holds_up_only_its_own_object(borrower: User, investor: User, monkeypatch) -> None:
    monkeypatch.setattr(events, "_subscriptions", {})
    monkeypatch.setattr(events, "_by_kind", events.defaultdict(list))
    subscribe("test.consumer", ["thing.happened"], "tests.accounts.test_events.handler")
    seen.clear()
    failing.clear()
    failing.add(borrower.pk)
    first = record_event("thing.happened", subject=borrower, actor=None)
    second = record_event("thing.happened", subject=borrower, actor=None)
    other = record_event("thing.happened", subject=investor, actor=None)
    assert deliver_events() == 1
    assert seen == [other.pk]
    failing.clear()
    EventDelivery.objects.filter(event=first).update(next_try_at=first.at)
    assert deliver_events() == 2
    assert seen == [other.pk, first.pk, second.pk]
    assert deliver_events() == 0


@pytest.mark.django_db(transaction=True)
def test_a_bell_that_fails_is_logged_and_harms_nobody(borrower: User, monkeypatch, caplog) -> None:
    monkeypatch.setattr(events, "_subscriptions", {})
    monkeypatch.setattr(events, "_by_kind", events.defaultdict(list))
    for consumer in ("test.broken", "test.sound"):
        subscribe(consumer, ["thing.happened"], "tests.accounts.test_events.handler")
    rung: list[str] = []

    def ring(consumer: str) -> None:
        rung.append(consumer)
        if consumer == "test.broken":
            raise RuntimeError("The broker is away.")

    monkeypatch.setattr(events.bell, "ring", ring)
    seen.clear()
    failing.clear()
    with caplog.at_level(logging.ERROR), transaction.atomic():
        event = record_event("thing.happened", subject=borrower, actor=None)
        record_event("thing.happened", subject=borrower, actor=None)
        assert rung == []
    assert rung == ["test.broken", "test.sound"]
    assert "The broker is away." in caplog.text
    assert deliver_events() == 4
    assert seen.count(event.pk) == 2


@pytest.mark.django_db(transaction=True)
def test_nobody_is_rung_while_bells_are_silent_and_the_sweep_finds_the_rows(
    borrower: User, monkeypatch
) -> None:
    monkeypatch.setattr(events, "_subscriptions", {})
    monkeypatch.setattr(events, "_by_kind", events.defaultdict(list))
    subscribe("test.sound", ["thing.happened"], "tests.accounts.test_events.handler")
    rung: list[str] = []
    monkeypatch.setattr(events.bell, "ring", rung.append)
    seen.clear()
    failing.clear()
    with silent_bells():
        first = record_event("thing.happened", subject=borrower, actor=None)
    assert rung == []
    second = record_event("thing.happened", subject=borrower, actor=None)
    assert rung == ["test.sound"]
    assert deliver_events() == 2
    assert seen == [first.pk, second.pk]
