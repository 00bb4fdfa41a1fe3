"""The sealed event log: what is written is sealed once, and each of five tamperings is found by name."""

import datetime as dt
import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts import append_only, clock, event_log_invariants
from accounts.domain.event_chain import GENESIS
from accounts.event_log_invariants import event_log_sealed, head_of_log
from accounts.events import EventInput, record_event, record_events
from accounts.models import Event, EventLogHead, EventSeal, SealedEvent
from accounts.services.seal_events import seal_events
from operations.invariants import event_log_anchored
from operations.services.close_day import close_day

pytestmark = pytest.mark.django_db

LATER = dt.timedelta(hours=3)


def happen(count: int) -> list[int]:
    inputs = [EventInput("thing.happened", None, {"n": n, "name": "分期"}) for n in range(count)]
    return [event.pk for event in record_events(inputs, actor=None)]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def sealed() -> list[int]:
    """Nine events in three seals."""
    ids = []
    for _ in range(3):
        ids += happen(3)
        assert seal_events() == 3
    assert event_log_sealed() == []
    return ids


def run(statement: str, *values: object) -> None:
    with append_only.lifted(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement, values)


def said(word: str) -> list[str]:
    found = event_log_sealed()
    assert found, "nothing was found"
    assert any(sentence.startswith(word) for sentence in found), found
    return found


def test_events_are_sealed_once_and_in_order(sealed: list[int]) -> None:
    assert seal_events() == 0
    places = SealedEvent.objects.order_by("position")
    assert list(places.values_list("position", "event_id")) == list(enumerate(sealed, start=1))
    assert list(
        EventSeal.objects.order_by("number").values_list("number", "first_position", "last_position")
    ) == [
        (1, 1, 3),
        (2, 4, 6),
        (3, 7, 9),
    ]
    last = EventSeal.objects.get(number=3)
    assert head_of_log() == {"seal": 3, "events": 9, "hash": last.hash}
    assert EventSeal.objects.get(number=1).previous_hash == GENESIS
    assert last.head == SealedEvent.objects.get(position=9).hash


def test_an_event_that_commits_late_goes_into_the_next_seal() -> None:
    first, second, third = happen(3)
    late = Event.objects.filter(pk=second).values().get()
    with append_only.lifted():
        Event.objects.filter(pk=second).delete()
    assert seal_events() == 2
    Event.objects.create(**late)
    assert seal_events() == 1
    assert list(SealedEvent.objects.order_by("position").values_list("event_id", flat=True)) == [
        first,
        third,
        second,
    ]
    assert event_log_sealed() == []


def test_batches_are_cut_and_cost_the_same_number_of_statements() -> None:
    happen(1)
    with CaptureQueriesContext(connection) as one:
        seal_events(batch=50)
    happen(120)
    with CaptureQueriesContext(connection) as many:
        assert seal_events(batch=50) == 120
    assert list(EventSeal.objects.order_by("number").values_list("last_position", flat=True)) == [
        1,
        51,
        101,
        121,
    ]
    assert len(many) <= 3 * (len(one) + 1)
    assert event_log_sealed() == []


def edit_data(ids: list[int]) -> None:
    run("UPDATE accounts_event SET data = %s WHERE id = %s", json.dumps({"n": 99}), ids[4])


def edit_kind(ids: list[int]) -> None:
    run("UPDATE accounts_event SET kind = 'thing.undone' WHERE id = %s", ids[0])


def delete_with_its_place(ids: list[int]) -> None:
    run("DELETE FROM accounts_sealedevent WHERE event_id = %s", ids[4])
    run("DELETE FROM accounts_event WHERE id = %s", ids[4])


def delete_and_close_the_gap(ids: list[int]) -> None:
    delete_with_its_place(ids)
    for place in range(6, 10):
        run("UPDATE accounts_sealedevent SET position = position - 1 WHERE position = %s", place)


def insert_into_the_past(ids: list[int]) -> None:
    old = Event.objects.filter(pk=ids[0]).values().get()
    newest = clock.now()
    seal = EventSeal.objects.order_by("-number")[0]
    run("UPDATE accounts_eventseal SET newest_event_at = %s WHERE id = %s", newest + LATER, seal.pk)
    Event.objects.create(**{**old, "id": ids[-1] + 1000})


def swap_events(ids: list[int]) -> None:
    rows = dict(SealedEvent.objects.filter(position__in=[2, 8]).values_list("position", "event_id"))
    spare = happen(1)[0]
    for place, event in ((2, spare), (8, rows[2]), (2, rows[8])):
        run("UPDATE accounts_sealedevent SET event_id = %s WHERE position = %s", event, place)


def swap_places(ids: list[int]) -> None:
    for before, after in ((2, 1000), (3, 2), (1000, 3)):
        run("UPDATE accounts_sealedevent SET position = %s WHERE position = %s", after, before)


def cut_tail(ids: list[int]) -> None:
    run("DELETE FROM accounts_sealedevent WHERE position > 6")
    run("DELETE FROM accounts_eventseal WHERE number = 3")
    run("DELETE FROM accounts_event WHERE id >= %s", ids[6])


def cut_everything(ids: list[int]) -> None:
    run("DELETE FROM accounts_sealedevent")
    run("DELETE FROM accounts_eventseal")
    run("DELETE FROM accounts_event")


@pytest.mark.parametrize(
    "tamper, word",
    [
        (edit_data, "Edited"),
        (edit_kind, "Edited"),
        (delete_with_its_place, "Deleted"),
        (delete_and_close_the_gap, "Reordered"),
        (insert_into_the_past, "Inserted"),
        (swap_events, "Reordered"),
        (swap_places, "Reordered"),
        (cut_tail, "Cut off"),
        (cut_everything, "Cut off"),
    ],
)
def test_tampering_is_found_by_name(
    sealed: list[int], tamper: Callable[[list[int]], None], word: str
) -> None:
    tamper(sealed)
    said(word)


def test_an_edit_is_found_at_its_place_alone(sealed: list[int]) -> None:
    edit_data(sealed)
    assert event_log_sealed() == [f"Edited: event {sealed[4]} at place 5 is not as it was sealed."]


def test_a_rewritten_seal_does_not_hold_its_events(sealed: list[int]) -> None:
    run("UPDATE accounts_eventseal SET sealed_at = %s WHERE number = 2", clock.now() - LATER)
    assert event_log_sealed() == ["Edited: seal 2 does not hold its events."]


def test_a_backdated_event_is_never_sealed_and_is_named(sealed: list[int]) -> None:
    event = record_event("thing.happened", subject=None, actor=None)
    run("UPDATE accounts_event SET at = %s WHERE id = %s", clock.now() - LATER, event.pk)
    assert seal_events() == 0
    assert event_log_sealed() == [f"Inserted: event {event.pk} carries a time that was sealed long ago."]


def test_a_sealer_that_stands_still_is_named(sealed: list[int]) -> None:
    waiting = record_event("thing.happened", subject=None, actor=None)
    assert event_log_sealed() == []
    run("UPDATE accounts_event SET at = %s WHERE id = %s", clock.now() - dt.timedelta(minutes=58), waiting.pk)
    newer = clock.now() + dt.timedelta(minutes=4)
    Event.objects.create(kind="thing.new", at=newer, business_on=clock.today())
    assert event_log_sealed() == ["Events of more than an hour ago are not sealed: the sealer stands still."]
    assert seal_events() == 2
    assert event_log_sealed() == []


def test_a_simulated_close_seals_its_own_calendar(sealed: list[int]) -> None:
    ahead = (clock.now() + dt.timedelta(days=40)).astimezone(clock.SHANGHAI).date()
    with clock.simulated(ahead):
        event = record_event("thing.happened", subject=None, actor=None)
    assert seal_events() == 0
    with clock.simulated(ahead, dt.time(20)):
        assert seal_events() == 1
    assert EventSeal.objects.get(pk=SealedEvent.objects.get(event=event).seal_id).is_simulated
    happen(1)
    assert seal_events() == 1
    assert event_log_sealed() == []


def test_a_tail_cut_with_its_counter_is_found_by_the_daily_close(sealed: list[int]) -> None:
    close_day(business_date=clock.today())
    assert event_log_anchored() == []
    kept = EventSeal.objects.order_by("-number")[0]
    with append_only.lifted():
        SealedEvent.objects.filter(position__gt=3).delete()
        EventSeal.objects.filter(number__gt=1).delete()
    first = EventSeal.objects.get()
    EventLogHead.objects.update(seal_number=1, position=3, head=first.head, seal_hash=first.hash)
    assert not any(sentence.startswith("Cut off") for sentence in event_log_sealed())
    (sentence,) = event_log_anchored()
    assert sentence.startswith(f"Cut off: seal {kept.number} ")


def test_the_close_seals_what_happened(caplog: pytest.LogCaptureFixture) -> None:
    happen(2)
    with caplog.at_level(logging.INFO, logger="accounts.services.seal_events"):
        close_day(business_date=clock.today())
    head = head_of_log()
    assert head["events"] >= 2
    assert head["hash"] in caplog.text.replace("-", "")


def verify(*options: str) -> tuple[dict, int]:
    out = io.StringIO()
    try:
        call_command("verify", "--format", "json", *options, stdout=out)
    except SystemExit as end:
        return json.loads(out.getvalue()), int(end.code or 0)
    return json.loads(out.getvalue()), 0


def test_verify_prints_the_head_and_checks_one_that_was_kept(sealed: list[int]) -> None:
    document, code = verify()
    assert (document["ok"], code) == (True, 0)
    kept = f"{document['event_log']['seal']}:{document['event_log']['hash']}"
    assert kept == f"3:{EventSeal.objects.get(number=3).hash}"
    assert verify("--event-head", kept)[0]["ok"]
    assert verify("--event-head", f"3:{'0' * 64}")[1] == 1
    cut_tail(sealed)
    document, code = verify()
    breached = {one["name"]: one["detail"] for one in document["invariants"] if not one["ok"]}
    assert code == 1
    assert breached.keys() == {"event_log_sealed"}
    assert breached["event_log_sealed"].startswith("Cut off")


def test_a_long_log_is_verified_by_two_statements_for_each_part_of_it(monkeypatch) -> None:
    monkeypatch.setattr(event_log_invariants, "CHUNK", 100)
    happen(100)
    assert seal_events() == 100
    with CaptureQueriesContext(connection) as for_one:
        assert event_log_sealed() == []
    happen(400)
    assert seal_events() == 400
    with CaptureQueriesContext(connection) as for_five:
        assert event_log_sealed() == []
    assert len(for_five) == len(for_one) + 4 * 2
