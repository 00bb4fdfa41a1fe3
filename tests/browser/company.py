"""A running site for browser tests: the live server in this process, the worker and the beat beside it."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from kombu import pools

from config.celery import app as celery_app
from script.lib.children import Child

BEAT = ["celery", "--app", "config", "--quiet", "worker", "--beat", "--pool", "solo", "--loglevel", "INFO"]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


@dataclass(frozen=True)
class Company:
    """Where the site answers and where its worker leaves what it made."""

    url: str
    folder: Path

    @property
    def mail_folder(self) -> Path:
        return self.folder / "mail"

    def log(self) -> str:
        """Return what the worker has said so far."""
        path = self.folder / "worker.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""


def database_url() -> str:
    """Return the address under which another process finds the test database."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    access = quote(values["USER"], safe="")
    if values["PASSWORD"]:
        access += ":" + quote(values["PASSWORD"], safe="")
    return f"postgres://{access}@{values['HOST'] or 'localhost'}:{values['PORT'] or 5432}/{values['NAME']}"


def worker_environment(folder: Path) -> dict[str, str]:
    """Return what makes another process part of this test: same database and secret, a broker of its own."""
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "FENQI_ENVIRONMENT": "development",
        "FENQI_VAR_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "CELERY_KEY_PREFIX": key_prefix(folder),
        # A walk closes its days itself.
        "CLOSE_AUTOMATICALLY": "0",
    }


def key_prefix(folder: Path) -> str:
    return f"fenqi-test-{re.sub(r'[^a-z0-9]', '-', str(folder).lower())}:"


@contextmanager
def own_broker(folder: Path) -> Iterator[None]:
    """Let this process ring the bells of the test's worker and of no other."""
    options = dict(settings.CELERY_BROKER_TRANSPORT_OPTIONS)
    if "data_folder_in" in options:
        queue = folder / "queue"
        for name in ("messages", "control"):
            (queue / name).mkdir(parents=True, exist_ok=True)
        own = {name: str(queue / "messages") for name in ("data_folder_in", "data_folder_out")}
        own["control_folder"] = str(queue / "control")
    else:
        own = {"global_keyprefix": key_prefix(folder)}
    celery_app.conf.broker_transport_options = {**options, **own}
    forget_connections()
    try:
        yield
    finally:
        celery_app.conf.broker_transport_options = options
        forget_connections()


def forget_connections() -> None:
    """Make the next bell open a connection with the options of now."""
    # Asking the application for its pool would make one with these options and leave it closed for good.
    pools.reset()
    celery_app._pool = None
    celery_app.amqp._producer_pool = None


@contextmanager
def running_worker(folder: Path) -> Iterator[Child]:
    """Run a real worker with its beat until the block ends."""
    (folder / "mail").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", *BEAT, *QUIET, "--schedule", str(folder / "beat")]
    child = Child("worker", command, worker_environment(folder), folder / "worker.log")
    try:
        yield child
    finally:
        child.process.terminate()
        try:
            child.process.wait(timeout=20)
        except Exception:
            child.process.kill()
            child.process.wait(timeout=10)
        child.pump.join(timeout=5)
