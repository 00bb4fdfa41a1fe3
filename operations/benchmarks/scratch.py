"""A database of its own for benchmarks that commit, so that the books stay clean."""

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

Progress = Callable[[str], None]


@contextlib.contextmanager
def scratch_database(progress: Progress) -> Iterator[None]:
    """Migrate an empty database beside the real one, use it inside the block, and drop it.

    On SQLite it is a file on the same disk, so that a commit costs what it costs the site.
    """
    real_name = connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    real_test_name = test["NAME"]
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="benchmark-") as folder:
        is_postgresql = connection.vendor == "postgresql"
        test["NAME"] = f"{real_name}_benchmark" if is_postgresql else str(Path(folder) / "books.sqlite3")
        progress("Setting up a scratch database.")
        try:
            with contextlib.redirect_stdout(sys.stderr):
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                try:
                    yield
                finally:
                    connection.creation.destroy_test_db(real_name, verbosity=0)
        finally:
            test["NAME"] = real_test_name
