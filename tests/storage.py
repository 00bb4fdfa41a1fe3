"""What lies in the store of documents."""

from django.core.files.storage import default_storage

from accounts.documents import FOLDER


def stored_files() -> set[str]:
    """Return the names of all files that are kept."""
    if not default_storage.exists(FOLDER):
        return set()
    return {
        f"{FOLDER}/{folder}/{name}"
        for folder in default_storage.listdir(FOLDER)[0]
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]
    }
