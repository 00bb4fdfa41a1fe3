"""A migrated SQLite database kept between runs: migrating takes longer than most tests.

The copy is named by everything the migrations say and by the packages they run on, so that whoever changes one
of them migrates again. What is laid in after migrations (`post_migrate`: rights, rules, triggers) is laid in each time.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import management
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
KEPT_COPIES = 4


def kept_copy() -> Path:
    """Return where the database that these migrations make is kept."""
    sources = [
        ROOT / "requirements.txt",
        ROOT / "accounts" / "append_only.py",
        *ROOT.glob("*/migrations/*.py"),
    ]
    said = hashlib.sha256()
    for path in sorted(sources):
        said.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return Path(settings.VAR_DIR) / "migrated" / f"{said.hexdigest()[:24]}.sqlite3"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one of the parallel processes in at a time: the first migrates, the others copy."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def copied_instead_of_migrated() -> Iterator[None]:
    """While the test database is made, copy what is kept; only a database nobody has made yet is migrated."""
    call_command = management.call_command

    def call(name: str, *args: Any, **options: Any) -> Any:
        if name != "migrate" or connection.vendor != "sqlite":
            return call_command(name, *args, **options)
        copy = kept_copy()
        with alone(copy.parent):
            if not copy.exists():
                call_command(name, *args, **options)
                _keep(copy)
                return None
            connection.ensure_connection()
            with closing(sqlite3.connect(copy)) as kept:
                kept.backup(connection.connection)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(management, "call_command", call)
        yield


def _keep(copy: Path) -> None:
    unfinished = copy.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as kept:
        connection.connection.backup(kept)
    unfinished.rename(copy)
    old = sorted(copy.parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in old[KEPT_COPIES:]:
        path.unlink(missing_ok=True)
