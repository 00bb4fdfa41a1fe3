"""Reading the books at one moment, while others go on posting."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def snapshot() -> Iterator[None]:
    """Let every query inside the block see the same moment.

    On PostgreSQL a REPEATABLE READ READ ONLY transaction, on SQLite a second, deferred connection, since the first one
    takes the only write lock for every transaction. Inside a transaction of the caller its own view is used.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    elif _is_in_memory():
        with transaction.atomic():
            yield
    else:
        with _second_connection(), transaction.atomic():
            yield


def _is_in_memory() -> bool:
    name = str(connection.settings_dict["NAME"])
    return name == ":memory:" or "mode=memory" in name


@contextmanager
def _second_connection() -> Iterator[None]:
    first = connections[DEFAULT_DB_ALIAS]
    second = _deferred(first)
    connections[DEFAULT_DB_ALIAS] = second
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = first
        second.close()


def _deferred(first: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    settings = copy.deepcopy(first.settings_dict)
    settings["OPTIONS"]["transaction_mode"] = "DEFERRED"
    return type(first)(settings, DEFAULT_DB_ALIAS)
