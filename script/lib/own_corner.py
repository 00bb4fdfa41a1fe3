"""A pytest plugin of script/test: processes that run tests side by side share no folder and no Redis database.

Loaded before Django reads its settings; the databases are kept apart by pytest-django itself.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

REDIS_DATABASES = 16


def corner_of(worker: str, environment: dict[str, str]) -> dict[str, str]:
    """Return what one process ("gw0", "gw1" …) must see instead of the common places."""
    changes = {"FENQI_VAR_DIR": str(Path(environment["FENQI_VAR_DIR"]) / worker)}
    if redis := environment.get("REDIS_URL"):
        parts = urlsplit(redis)
        number = (int(parts.path.strip("/") or 0) + 1 + int(worker.removeprefix("gw"))) % REDIS_DATABASES
        changes["REDIS_URL"] = parts._replace(path=f"/{number}").geturl()
    return changes


if process := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ.update(corner_of(process, dict(os.environ)))
