"""What lies in the store of documents."""

from django.core.files.storage import default_storage

from accounts.documents import FOLDER


def stored_files(*rooms: str) -> set[str]:
    """Return the names of all files that are kept among the documents, or in rooms that seal their own."""
    return {
        f"{room}/{folder}/{name}"
        for room in rooms or (FOLDER,)
        if default_storage.exists(room)
        for folder in default_storage.listdir(room)[0]
        for name in default_storage.listdir(f"{room}/{folder}")[1]
    }
