from accounts import events
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
