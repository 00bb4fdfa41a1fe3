"""Where ciphertext stands, every encrypted field by itself and the rest by registration; and its move to a new key.

A place is a column of a table and the context its values are bound to. A value is exchanged only for the one that was
read (compare and swap), so a writer at the same time is never overwritten, and only values of older keys are looked
for, so an interrupted rotation goes on where it stopped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from accounts import crypto

BATCH = 500


@dataclass(frozen=True)
class EncryptedColumn:
    """One column of ciphertext; `key` is the column that names a row."""

    table: str
    column: str
    context: str
    key: str = "id"

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"

    def count_by_key(self) -> dict[str, int]:
        """Return how many values each key of the ring has written; `?` stands for keys that are not in it."""
        counts = {key_id: self._count(f"{crypto.VERSION}:{key_id}:") for key_id in crypto.key_ring()}
        counts["?"] = self._count(f"{crypto.VERSION}:") - sum(counts.values())
        return {key_id: count for key_id, count in counts.items() if count}

    def rotate(self, step: Callable[[int], None]) -> int:
        """Write every value of an older key anew; call `step` with the number done after each batch."""
        changed, after = 0, None
        while rows := self._old_rows(after):
            changed += sum(self._exchange(key, value) for key, value in rows)
            after = rows[-1][0]
            step(changed)
        return changed

    def _count(self, beginning: str) -> int:
        # By its beginning and not by LIKE: an underscore in a key's id would stand for any character.
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT count(*) FROM "{self.table}" WHERE substr("{self.column}", 1, %s) = %s',  # noqa: S608
                [len(beginning), beginning],
            )
            return int(cursor.fetchone()[0])

    def _old_rows(self, after: object) -> list[tuple[object, str]]:
        """Return the next rows that an older key of the ring has written."""
        writing = f"{crypto.VERSION}:{next(iter(crypto.key_ring()))}:"
        behind = f'AND "{self.key}" > %s' if after is not None else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{self.key}", "{self.column}" FROM "{self.table}"'  # noqa: S608
                f' WHERE substr("{self.column}", 1, 3) = %s AND substr("{self.column}", 1, %s) <> %s {behind}'
                f' ORDER BY "{self.key}" LIMIT {BATCH}',
                [f"{crypto.VERSION}:", len(writing), writing, *([after] if after is not None else [])],
            )
            return list(cursor.fetchall())

    def _exchange(self, key: object, old: str) -> int:
        """Put the value under the writing key in the place of the one that was read, if it still stands there."""
        if old.split(":", 2)[1] not in crypto.key_ring():
            return 0
        new = crypto.encrypt(crypto.decrypt(old, context=self.context), context=self.context)
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{self.table}" SET "{self.column}" = %s WHERE "{self.key}" = %s AND "{self.column}" = %s',  # noqa: S608
                [new, key, old],
            )
            return int(cursor.rowcount)


@dataclass(frozen=True)
class EncryptedStore:
    """Ciphertext that is no column: files, seeds inside of JSON. The same two questions."""

    name: str
    count_by_key: Callable[[], dict[str, int]]
    rotate: Callable[[Callable[[int], None]], int]


Place = EncryptedColumn | EncryptedStore
_registered: dict[str, Place] = {}


def register_encrypted(place: Place) -> None:
    """Add ciphertext that no EncryptedTextField holds, from an app's `apps.py: ready()`."""
    _registered[place.name] = place


def encrypted_places() -> Iterator[Place]:
    """Yield every place of ciphertext: the fields of all models, then what was registered."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, crypto.EncryptedTextField):
                key = model._meta.pk.column if model._meta.pk is not None else "id"
                yield EncryptedColumn(model._meta.db_table, str(field.column), field.context, str(key))
    yield from (_registered[name] for name in sorted(_registered))
