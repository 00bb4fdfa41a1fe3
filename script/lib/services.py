"""A PostgreSQL and a Redis of our own for one run: in a temporary folder, on free ports, gone afterwards."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from script.lib.house import Failed, last_lines
from script.lib.ports import any_free_port

START_SECONDS = 60
# Nothing of a throw-away cluster must outlive a power cut, so it need not wait for the disk.
POSTGRES_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "jit": "off",
}


def postgres_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs of this machine."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def unprivileged() -> str | None:
    """Return whom the database server runs as: PostgreSQL refuses root."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Failed("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.")


@contextmanager
def real_services() -> Iterator[dict[str, str]]:
    """Run PostgreSQL and Redis while the block lasts; yields DATABASE_URL and REDIS_URL."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="fenqi-ci-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        yield {
            "DATABASE_URL": stack.enter_context(postgres(folder)),
            "REDIS_URL": stack.enter_context(redis(folder)),
        }


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a new PostgreSQL cluster while the block lasts; yields the URL of its owner."""
    programs = postgres_programs()
    if programs is None:
        raise Failed("PostgreSQL's server programs are not installed.")
    user = unprivileged()
    home = folder / "postgres"
    home.mkdir(mode=0o700)
    password = secrets.token_urlsafe(24)
    password_file = home / "password"
    password_file.write_text(password, encoding="utf-8")
    if user:
        for path in (home, password_file):
            shutil.chown(path, user)
    options: dict[str, Any] = {"user": user, "cwd": home, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}
    initdb = [programs / "initdb", "--pgdata", home / "data", "--username", "fenqi", "--encoding", "UTF8"]
    initdb += ["--no-locale", "--auth", "scram-sha-256", "--pwfile", password_file, "--no-sync"]
    made = subprocess.run(
        [str(part) for part in initdb], capture_output=True, text=True, check=False, **options
    )
    if made.returncode:
        raise Failed(f"initdb failed:\n{made.stdout}{made.stderr}")
    port = any_free_port()
    server = [str(programs / "postgres"), "-D", str(home / "data"), "-p", str(port), "-k", str(home)]
    for name, value in POSTGRES_SETTINGS.items():
        server += ["-c", f"{name}={value}"]
    ready = [str(programs / "pg_isready"), "--quiet", "--host", "127.0.0.1", "--port", str(port)]
    with running("PostgreSQL", server, folder / "postgres.log", lambda: succeeds(ready), options):
        yield f"postgres://fenqi:{password}@127.0.0.1:{port}/postgres"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run a new Redis while the block lasts; yields its URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise Failed("redis-server is not installed.")
    port = any_free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    command += ["--appendonly", "no", "--maxmemory-policy", "noeviction"]
    ping = [shutil.which("redis-cli") or "redis-cli", "-h", "127.0.0.1", "-p", str(port), "ping"]
    with running("Redis", command, folder / "redis.log", lambda: succeeds(ping), {}):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def running(
    name: str, command: list[str], log: Path, is_ready: Callable[[], bool], options: dict[str, Any]
) -> Iterator[None]:
    """Run one server while the block lasts; refuses one that does not come up."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not is_ready():
            if server.poll() is not None or time.monotonic() > deadline:
                raise Failed(f"{name} did not start:\n{last_lines(log)}")
            time.sleep(0.1)
        yield
    finally:
        # For PostgreSQL this is the fast way out: it does not wait for its clients.
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def succeeds(command: list[str]) -> bool:
    """Tell whether a short command ends well."""
    return not subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode
