"""What a database holds beside rows, as text that two runs can be compared by."""

import re
from typing import Any

POSTGRES = {
    "table": """
        SELECT table_name || '.' || column_name, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "index": "SELECT tablename || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraint": """
        SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
    "trigger": """
        SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    """,
    "sequence": "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
}


def schema_of(connection: Any) -> dict[str, str]:
    """Return every table, index, constraint, trigger and sequence by "kind:name", Django's own bookkeeping left out."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return {
                f"{kind}:{name}": text
                for kind, query in POSTGRES.items()
                for name, text in _rows(cursor, query)
                if "django_" not in name
            }
        query = (
            "SELECT type || ':' || name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        )
        return {name: _plain(text) for name, text in _rows(cursor, query) if "django_" not in name}


def _rows(cursor: Any, query: str) -> list[tuple[str, str]]:
    cursor.execute(query)
    return list(cursor.fetchall())


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
