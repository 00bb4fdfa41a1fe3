"""Where documents lie: encrypted under random names, bound to their number; and who besides their owner sees them."""

import uuid
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from accounts.crypto import decrypt, encrypt
from accounts.models.document import Document
from accounts.models.user import User

FOLDER = "documents"

_readers: dict[str, Callable[[User, int], bool]] = {}


def let_read(model: type[models.Model], check: Callable[[User, int], bool]) -> None:
    """Let `check(user, subject's id)` open documents of such subjects to others than owner and staff.

    An app calls it from its `apps.py: ready()`: so a dealer's clerk sees the licence that the owner sent in.
    """
    _readers[model._meta.model_name or ""] = check


def may_read(user: User, document: Document) -> bool:
    """Whether a login may look at a document: its owner, staff with the right, whoever its subject's app lets in."""
    if document.owner_id == user.pk or user.has_right("accounts.see_documents"):
        return True
    check = _readers.get(document.subject_type)
    return check is not None and document.subject_id is not None and check(user, document.subject_id)


def write_sealed(number: str, content: bytes, *, folder: str = FOLDER) -> str:
    """Encrypt the content, bound to the document's number, and return the random name it now has in the storage.

    The sweep looks after the house's own folder; whoever writes into another one erases what its rows do not name.
    """
    token = uuid.uuid4().hex
    sealed = encrypt(content, context=_context(number)).encode()
    return default_storage.save(f"{folder}/{token[:2]}/{token}", ContentFile(sealed))


def read_sealed(document: Document) -> bytes:
    """Return the clear content; raises ValueError for bytes changed or moved, OSError where the file is gone."""
    return read_file(document.stored_name, document.number)


def read_file(stored_name: str, number: str) -> bytes:
    """Return the clear content of a file that was written under a number; raises as `read_sealed` does."""
    with default_storage.open(stored_name) as file:
        return decrypt(file.read().decode(), context=_context(number))


def erase_file(stored_name: str) -> None:
    """Take the file out of the storage; one that is gone already is no fault."""
    default_storage.delete(stored_name)


def _context(number: str) -> str:
    return f"document:{number}"
