"""Where documents lie: encrypted under random names, bound to their number; and who besides their owner sees them."""

import re
import uuid
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from accounts.crypto import VERSION, decrypt, encrypt, writing_key
from accounts.models.document import Document
from accounts.models.user import User

FOLDER = "documents"
# Other ids would not do in a file's name; such a file tells its key by its first bytes.
SAFE_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
HEAD_BYTES = 80

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


def write_sealed(number: str, content: bytes) -> str:
    """Encrypt the content, bound to the document's number, and return the name it now has in the storage.

    The name is random and ends in the id of the key, so that nobody opens a file to learn which keys are still needed.
    """
    token, key_id = uuid.uuid4().hex, writing_key()
    sealed = encrypt(content, context=_context(number)).encode()
    ending = f"-{key_id}" if SAFE_KEY_ID.fullmatch(key_id) else ""
    return default_storage.save(f"{FOLDER}/{token[:2]}/{token}{ending}", ContentFile(sealed))


def read_sealed(document: Document) -> bytes:
    """Return the clear content; raises ValueError for bytes changed or moved, OSError where the file is gone."""
    try:
        sealed = _read(document.stored_name)
    except FileNotFoundError:
        # A rotation has written the file anew under another name since the row was read.
        document.refresh_from_db(fields=["stored_name"])
        sealed = _read(document.stored_name)
    return decrypt(sealed, context=_context(document.number))


def key_of(stored_name: str) -> str:
    """Return the id of the key a file is encrypted under, by its name or else its first bytes; empty if it is gone."""
    ending = stored_name.rpartition("/")[2].partition("-")[2]
    if ending:
        return ending
    try:
        with default_storage.open(stored_name) as file:
            head = bytes(file.read(HEAD_BYTES)).decode(errors="replace").split(":")
    except OSError:
        return ""
    return head[1] if len(head) > 2 and head[0] == VERSION else ""


def _read(stored_name: str) -> str:
    with default_storage.open(stored_name) as file:
        return str(file.read().decode())


def erase_file(stored_name: str) -> None:
    """Take the file out of the storage; one that is gone already is no fault."""
    default_storage.delete(stored_name)


def _context(number: str) -> str:
    return f"document:{number}"
