"""Tables that are only added to, and the database triggers that see to it on both databases.

One registry: an app names its tables in `apps.py: ready()`. The triggers are installed by a migration and again after
every `migrate`, because SQLite rebuilds a table by dropping it, and its triggers silently with it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """One trigger of one table, as each database writes it; on PostgreSQL it calls a function of the same name."""

    name: str
    table: str
    sqlite: str
    postgresql_event: str
    postgresql_body: str
    # Columns that may change all the same: ciphertext that a hash in another column proves.
    free: frozenset[str] = frozenset()
    # Other tables that the trigger reads: while a migration has not made them it would break every statement.
    needs: frozenset[str] = frozenset()


REFUSE_CHANGE = """
BEGIN
    RAISE EXCEPTION '% of % is refused: its rows are only added.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
"""

_guards: dict[str, Guard] = {}


def keep_append_only(*tables: str) -> None:
    """Refuse UPDATE, DELETE and (on PostgreSQL) TRUNCATE on these tables from the next `migrate` on.

    On SQLite a REPLACE is caught too, because the connection sets `recursive_triggers=ON`.
    """
    for table in tables:
        _guard(table)


def keep_all_but(model: type[models.Model], *free: str) -> None:
    """Keep a table append-only but for some columns: ciphertext and where it lies, which a new key writes anew.

    What stands in these columns must be proved by a hash in another one.
    """
    names = {field.column for field in model._meta.local_fields} - set(free)
    _guard(model._meta.db_table, f" OF {', '.join(sorted(names))}", frozenset(free))


def _guard(table: str, columns: str = "", free: frozenset[str] = frozenset()) -> None:
    for verb, of in (("UPDATE", columns), ("DELETE", "")):
        name = f"{table}_refuses_{verb.lower()}"
        add_guard(
            Guard(
                name=name,
                table=table,
                sqlite=(
                    f"CREATE TRIGGER {name} BEFORE {verb}{of} ON {table} BEGIN"
                    f" SELECT RAISE(ABORT, '{verb} of {table} is refused: its rows are only added.'); END"
                ),
                postgresql_event=(
                    f"BEFORE {verb}{of}{' OR TRUNCATE' if verb == 'DELETE' else ''} ON {table} FOR EACH STATEMENT"
                ),
                postgresql_body=REFUSE_CHANGE,
                free=free,
            )
        )


def add_guard(guard: Guard) -> None:
    """Add any other trigger that must never be lost."""
    _guards[guard.name] = guard


def install(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Create the triggers that are missing on tables that exist; return their names. Safe to run again."""
    connection = connections[using]
    absent = missing(using)
    with connection.cursor() as cursor:
        for guard in absent:
            for statement in _statements(connection, guard):
                cursor.execute(statement)
    return [guard.name for guard in absent]


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop the triggers: for a migration that is reversed, and for `lifted()`."""
    connection = connections[using]
    present = _present(connection)
    with connection.cursor() as cursor:
        for guard in _guards.values():
            if guard.name in present:
                on_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {guard.name}{on_table}")


def missing(using: str = DEFAULT_DB_ALIAS) -> list[Guard]:
    """Return the guards that existing tables lack."""
    connection = connections[using]
    present, tables = _present(connection), set(connection.introspection.table_names())
    return [
        guard
        for guard in _guards.values()
        if guard.name not in present and tables >= {guard.table} | guard.needs
    ]


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let the tables be emptied inside the block: for the flush of tests and for throwing a demo database away."""
    remove(using)
    try:
        yield
    finally:
        install(using)


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Put back what a table rebuild dropped (a `post_migrate` receiver)."""
    install(using)


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def _statements(connection: BaseDatabaseWrapper, guard: Guard) -> Iterable[str]:
    if connection.vendor != "postgresql":
        return [guard.sqlite]
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $${guard.postgresql_body}$$",
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"CREATE TRIGGER {guard.name} {guard.postgresql_event} EXECUTE FUNCTION {guard.name}()",
    ]
