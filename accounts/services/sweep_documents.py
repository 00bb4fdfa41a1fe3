"""Take away the files that no row names."""

import datetime as dt

from django.core.files.storage import default_storage

from accounts import clock
from accounts.documents import FOLDER, erase_file
from accounts.models import Document

# Whoever writes a file writes its row at once; an hour is long enough to be sure that it will not come.
UNCLAIMED_AFTER = dt.timedelta(hours=1)


def sweep_documents() -> int:
    """Erase files that a rolled back transaction left behind, and those of removed documents; return how many."""
    erased = 0
    for folder in _folders():
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        claimed = set(
            Document.objects.filter(stored_name__in=names)
            .exclude(status=Document.Status.REMOVED)
            .values_list("stored_name", flat=True)
        )
        for name in names:
            if name not in claimed and _is_old(name):
                erase_file(name)
                erased += 1
    return erased


def _folders() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    return [f"{FOLDER}/{folder}" for folder in sorted(default_storage.listdir(FOLDER)[0])]


def _is_old(name: str) -> bool:
    return default_storage.get_modified_time(name) < clock.now() - UNCLAIMED_AFTER
