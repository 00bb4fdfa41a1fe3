"""Reading at one moment, and leaving the connection as it was."""

import pytest
from django.db import connection, connections, transaction

from finance import chart
from finance import snapshot as snapshot_module
from finance.models import Entry
from finance.services.post_entries import post_entries
from finance.snapshot import snapshot
from tests.finance.ledger_helpers import pay
from tests.races import MeetingPoint, errors_of, only_postgresql, race


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite reads by a second connection.")
def test_the_embedded_database_is_read_by_a_second_deferred_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post_entries([pay(chart.custody_bank(), chart.suspense(), 5)])
    monkeypatch.setattr(snapshot_module, "_is_in_memory", lambda: False)
    first = connections["default"]
    with snapshot():
        assert connections["default"] is not first
        assert connections["default"].transaction_mode == "DEFERRED"
        assert first.transaction_mode == "IMMEDIATE"
        assert Entry.objects.count() == 1
    assert connections["default"] is first
    with pytest.raises(RuntimeError), snapshot():
        raise RuntimeError
    assert connections["default"] is first


def test_inside_a_transaction_its_own_view_is_used(db: None) -> None:
    post_entries([pay(chart.custody_bank(), chart.suspense(), 5)])
    with snapshot():
        assert Entry.objects.count() == 1


@pytest.mark.postgres
@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_what_others_post_meanwhile_is_not_seen_and_nothing_can_be_written() -> None:
    opened, posted = MeetingPoint(2), MeetingPoint(2)

    def read() -> list[int]:
        with snapshot():
            before = Entry.objects.count()
            opened.meet()
            posted.meet()
            after = Entry.objects.count()
            with pytest.raises(Exception, match="read-only"), transaction.atomic():
                post_entries([pay(chart.custody_bank(), chart.suspense(), 1)])
        return [before, after, Entry.objects.count()]

    def write() -> None:
        opened.meet()
        post_entries([pay(chart.custody_bank(), chart.suspense(), 5)])
        posted.meet()

    outcomes = race([read, write])
    assert errors_of(outcomes) == []
    assert outcomes[0].result == [0, 0, 1]
