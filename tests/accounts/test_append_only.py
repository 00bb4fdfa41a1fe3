"""Every append-only table, tried after all migrations with everything that changes a row."""

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts import append_only, clock
from accounts.esign.canonical import hash_of
from accounts.esign.codes import SignedText
from accounts.events import record_event
from accounts.models import BusinessDate, RuleVersion
from accounts.services.seal_events import seal_events
from accounts.services.sign_document import sign_document
from finance import chart
from finance.models import Entry, Transfer
from finance.services.post_entries import post_entries
from tests.factories import make_customer
from tests.finance.ledger_helpers import pay

TABLES = (
    "accounts_event",
    "accounts_eventseal",
    "accounts_ruleversion",
    "accounts_sealedevent",
    "accounts_signature",
    "finance_entry",
    "finance_transfer",
)
ATTEMPTS = {
    "update": "UPDATE {table} SET id = id",
    "delete": "DELETE FROM {table}",
    "replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "upsert": "INSERT INTO {table} SELECT * FROM {table} WHERE TRUE ON CONFLICT (id) DO UPDATE SET id = {table}.id",
    "truncate": "TRUNCATE {table} CASCADE",
}
if connection.vendor == "postgresql":
    del ATTEMPTS["replace"]
else:
    del ATTEMPTS["truncate"]


@pytest.fixture
def rows(db: None) -> None:
    """One row in each append-only table."""
    post_entries([pay(chart.custody_bank(), chart.suspense(), 100)])
    record_event("thing.happened", subject=None, actor=None)
    seal_events()
    text = SignedText("thing", "TH1", "{}", hash_of("{}"), "thing-2026-1")
    sign_document(signer=make_customer("signer@example.cn"), capacity="borrower", text=text)
    RuleVersion.objects.create(
        pack="test",
        code="test",
        value=1,
        valid_from_on=dt.date(2026, 1, 1),
        article="-",
        source_state="confirmed",
        text_en="-",
        text_zh="-",
    )


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_database_refuses_every_change(rows: None, table: str, attempt: str) -> None:
    before = count(table)
    assert before
    if connection.vendor == "postgresql":
        # Foreign keys are checked at the end of a transaction; settled now, they do not stand before the trigger.
        run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="only added"):
        run(ATTEMPTS[attempt].format(table=table))
    assert count(table) == before


def test_the_models_cannot_change_what_was_posted_either(rows: None) -> None:
    for change in (
        lambda: Entry.objects.update(reference="other"),
        lambda: Transfer.objects.update(amount_fen=1),
        lambda: Transfer.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
            change()
    with pytest.raises(TypeError):
        Transfer.objects.get().save()
    assert Transfer.objects.get().amount_fen == 100


def test_no_guard_is_missing_after_all_migrations(db: None) -> None:
    assert append_only.missing() == []


def test_a_table_rebuild_loses_the_triggers_and_migrate_puts_them_back(rows: None) -> None:
    append_only.remove()
    assert {guard.table for guard in append_only.missing()} >= set(TABLES)
    run("UPDATE finance_entry SET reference = 'changed'")
    append_only.install_after_migrate(using="default")
    assert append_only.missing() == []
    assert append_only.install() == []
    with pytest.raises(IntegrityError, match="only added"):
        run("UPDATE finance_entry SET reference = 'changed again'")


def test_lifting_is_over_even_after_a_failure(rows: None) -> None:
    with pytest.raises(RuntimeError), append_only.lifted():
        raise RuntimeError
    assert append_only.missing() == []


def test_nothing_new_is_written_on_a_closed_day(rows: None) -> None:
    today, entry = clock.today(), Entry.objects.get()
    tomorrow = today + dt.timedelta(days=1)
    BusinessDate.objects.update(today_on=tomorrow, closed_through_on=today)
    copied = (
        "INSERT INTO finance_entry"
        " (kind, reference, value_on, posted_at, input_hash, idempotency_key, business_date)"
        " SELECT kind, reference, value_on, posted_at, input_hash, 'late', '{0}' FROM finance_entry"
    )
    with pytest.raises(DatabaseError, match="closed day"):
        run(copied.format(today))
    with pytest.raises(DatabaseError, match="closed day"):
        run(
            "INSERT INTO finance_transfer (entry_id, debit_id, credit_id, amount_fen, purpose)"
            " SELECT entry_id, debit_id, credit_id, amount_fen, purpose FROM finance_transfer"
        )
    assert Entry.objects.get() == entry
    assert Transfer.objects.count() == 1
    post_entries([pay(chart.custody_bank(), chart.suspense(), 100)])
    assert Entry.objects.latest("pk").business_date == tomorrow


def test_the_migration_takes_its_triggers_away_and_brings_them_back(db: None) -> None:
    migration = import_module("finance.migrations.0003_append_only")
    with transaction.atomic():
        editor = SimpleNamespace(connection=connection)
        migration.remove(None, editor)
        assert {guard.table for guard in append_only.missing()} >= set(TABLES)
        migration.install(None, editor)
    assert append_only.missing() == []
