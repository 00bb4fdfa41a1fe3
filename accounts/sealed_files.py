"""Files of ciphertext as a place of encryption: counted by key, and written anew under the first key of the ring.

A file is written under a new name before its row changes, the row only if it still names the old one, and the old file
goes last: whoever reads meanwhile finds the one or the other, and an interrupted rotation goes on where it stopped.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.files.storage import default_storage

from accounts import crypto
from accounts.documents import FOLDER, erase_file, read_file, write_sealed
from accounts.models import Document
from accounts.rotation import EncryptedStore

# Enough for the version and the id of the key, which stand at the beginning.
HEAD_BYTES = 80


@dataclass(frozen=True)
class SealedFiles:
    """Where the files are: `rows` yields row, stored name and what the file is bound to; `move` renames it there."""

    name: str
    folder: str
    rows: Callable[[], Iterable[tuple[int, str, str]]]
    move: Callable[[int, str, str], int]

    def count_by_key(self) -> dict[str, int]:
        """Return how many files each key has written; `?` stands for keys that are not in the ring."""
        ring = crypto.key_ring()
        counts = Counter(
            _key_of(stored) for _row, stored, _number in self.rows() if default_storage.exists(stored)
        )
        known = {key_id: count for key_id, count in counts.items() if key_id in ring}
        unknown = sum(counts.values()) - sum(known.values())
        return {**known, **({"?": unknown} if unknown else {})}

    def as_store(self) -> EncryptedStore:
        """Return what the rotation of keys registers."""
        return EncryptedStore(self.name, self.count_by_key, self.rotate)

    def rotate(self, step: Callable[[int], None]) -> int:
        """Write every file of an older key of the ring anew."""
        ring, changed = crypto.key_ring(), 0
        writing = next(iter(ring))
        for row, stored, number in list(self.rows()):
            if (
                not default_storage.exists(stored)
                or _key_of(stored) in (writing, "?")
                or _key_of(stored) not in ring
            ):
                continue
            changed += self._exchange(row, stored, number)
            step(changed)
        return changed

    def _exchange(self, row: int, stored: str, number: str) -> int:
        fresh = write_sealed(number, read_file(stored, number), folder=self.folder)
        moved = self.move(row, stored, fresh)
        erase_file(stored if moved else fresh)
        return moved


def _key_of(stored: str) -> str:
    with default_storage.open(stored) as file:
        version, _, rest = file.read(HEAD_BYTES).decode("ascii", "replace").partition(":")
    return rest.partition(":")[0] if version == crypto.VERSION else "?"


def document_files() -> SealedFiles:
    """Return the files of the documents that people sent in."""
    kept = Document.objects.exclude(status=Document.Status.REMOVED).order_by("pk")
    return SealedFiles(
        "documents",
        FOLDER,
        lambda: kept.values_list("pk", "stored_name", "number").iterator(),
        lambda row, old, new: Document.objects.filter(pk=row, stored_name=old).update(stored_name=new),
    )
