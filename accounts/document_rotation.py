"""The files of documents, and their move to the newest key while people look at them.

A file is never written over: it is written anew under another name, the row is moved to the new name if it still
names the old one, and only then is the old file erased. Killed in between, the row names a whole file at every
moment, and the sweep takes away whichever file no row names.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from accounts import crypto
from accounts.documents import erase_file, key_of, read_sealed, write_sealed
from accounts.invariants import invariant
from accounts.models import Document
from accounts.rotation import EncryptedStore, register_encrypted

BATCH = 200


def register_files() -> None:
    """Register the files of documents as a place of ciphertext."""
    register_encrypted(EncryptedStore("documents", _count_by_key, _rotate))


def _with_files() -> Iterator[Document]:
    """Yield the documents that have a file, in batches: each batch is read as late as it is needed."""
    after = 0
    while batch := list(
        Document.objects.filter(pk__gt=after)
        .exclude(status=Document.Status.REMOVED)
        .order_by("pk")
        .only("pk", "number", "stored_name")[:BATCH]
    ):
        yield from batch
        after = batch[-1].pk


def _count_by_key() -> dict[str, int]:
    found = Counter(key_of(document.stored_name) for document in _with_files())
    counts: Counter[str] = Counter()
    for key_id, count in found.items():
        if key_id:
            counts[key_id if key_id in crypto.key_ring() else "?"] += count
    return dict(counts)


def _rotate(step: Callable[[int], None]) -> int:
    changed = 0
    for document in _with_files():
        key_id = key_of(document.stored_name)
        if key_id != crypto.writing_key() and key_id in crypto.key_ring() and _renew(document):
            changed += 1
            step(changed)
    return changed


def _renew(document: Document) -> bool:
    """Write one file anew; return False where somebody removed or renewed the document meanwhile."""
    try:
        content = read_sealed(document)
    except (FileNotFoundError, Document.DoesNotExist):
        return False
    old_name = document.stored_name
    new_name = write_sealed(document.number, content)
    still = Document.objects.filter(pk=document.pk, stored_name=old_name)
    is_ours = still.exclude(status=Document.Status.REMOVED).update(stored_name=new_name) == 1
    erase_file(old_name if is_ours else new_name)
    return is_ours


@invariant("documents_have_keys")
def documents_have_keys() -> list[str]:
    """No document lies under a key that has left the ring: it could not be opened any more."""
    ring = crypto.key_ring()
    named = Document.objects.filter(stored_name__contains="-").exclude(status=Document.Status.REMOVED)
    lost = Counter(
        key_id
        for name in named.filter(stored_name__startswith="documents/").values_list("stored_name", flat=True)
        if (key_id := key_of(name)) not in ring
    )
    return [f"{count} documents lie under the key {key_id}" for key_id, count in sorted(lost.items())]
