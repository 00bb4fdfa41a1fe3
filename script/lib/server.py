"""script/server: set up, then keep the site, the worker and the clock of periodic tasks running until told to stop."""

import argparse
import json
import os
import signal
import subprocess
import time
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Sequence
from types import FrameType

from script.lib.children import Child, stop_all
from script.lib.house import LOGS, ROOT, VAR, VENV_PYTHON, Failed, last_lines, only_one
from script.lib.ports import choose_port
from script.lib.progress import Step
from script.lib.setup import set_up

START_SECONDS = 90
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOCAL = {"127.0.0.1", "::1"}
# An address that means every network card, and the one under which this machine reaches it.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104, a choice of the person who starts it
HELP = """\
HOST, PORT        where to listen (127.0.0.1, the first free port from 8000)
DATABASE_URL      postgres://user:password@host:5432/name   (default: SQLite in var/)
REDIS_URL         redis://host:6379/0                       (default: a queue of files in var/)
WEB_WORKERS       processes that serve pages (2)
FENQI_VAR_DIR     folder of database, logs, mails and files (var/)
"""


class Stopped(Exception):
    """A person or the system asked the server to stop."""


def main(arguments: list[str]) -> int:
    """Start the whole site; return 0 after a clean stop."""
    parser = argparse.ArgumentParser(
        prog="script/server",
        description="Start the web site and its background worker.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)
    for one in STOP_SIGNALS:
        signal.signal(one, stop)
    try:
        set_up(tests=False)
        with only_one(VAR / "server.lock", "Already running here:", wait=False):
            return serve()
    except Stopped:
        print("\nStopped before it was ready; the next start carries on.", flush=True)
        return 130


def stop(number: int, frame: FrameType | None) -> None:
    """Turn the first signal into an orderly end; further ones do not disturb it."""
    for one in STOP_SIGNALS:
        signal.signal(one, signal.SIG_IGN)
    raise Stopped


def serve() -> int:
    """Prepare the database, start the children, tell the address, and watch until the end."""
    host = os.environ.get("HOST") or "127.0.0.1"
    port = choose_port(host, os.environ.get("PORT", ""))
    shown_host = "localhost" if host in LOCAL | EVERYWHERE.keys() else host
    address = f"http://{shown_host}:{port}"
    environment = {**os.environ, "SITE_URL": os.environ.get("SITE_URL") or address, "PYTHONUNBUFFERED": "1"}
    (VAR / "server.lock").write_text(f"{address} (process {os.getpid()})\n", encoding="utf-8")
    logins = prepare_database(environment)
    children: list[Child] = []
    ready = False
    try:
        for name, command in commands(host, port).items():
            children.append(Child(name, [VENV_PYTHON, "-m", *command], environment, LOGS / f"{name}.log"))
        with Step("Starting the site"):
            wait_until_healthy(host, port, children)
        ready = True
        announce(address, logins)
        watch(children)
    except Stopped:
        if not ready:
            raise
        print("\nStopping …", flush=True)
    finally:
        for one in STOP_SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        stop_all(children)
    print("Stopped.", flush=True)
    return 0


def prepare_database(environment: dict[str, str]) -> list[dict[str, str]]:
    """Migrate, fill an empty demo, and return the demo logins; refuses what the database refuses."""
    command = [str(VENV_PYTHON), "-m", "script.lib.prepare_database"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise Failed("The database could not be prepared; the reason stands above.")
    logins: list[dict[str, str]] = json.loads(done.stdout)["logins"]
    return logins


def commands(host: str, port: int) -> dict[str, list[str]]:
    """Return the three programs of the site, by name."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    celery = ["celery", "--app", "config", "--quiet"]
    return {
        # Threads, because a browser's idle spare connections would each hold a one-at-a-time worker.
        "web": [
            *("gunicorn", "config.wsgi", "--bind", bind, "--workers", os.environ.get("WEB_WORKERS") or "2"),
            *("--worker-class", "gthread", "--threads", "4", "--timeout", "60", "--graceful-timeout", "10"),
            *("--access-logfile", "-", "--no-control-socket"),
        ],
        "worker": [
            *(*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile", ""],
    }


def wait_until_healthy(host: str, port: int, children: Sequence[Child]) -> None:
    """Wait for /healthz to answer 200; refuses when a child dies or time runs out."""
    local = EVERYWHERE.get(host, host)
    url = f"http://[{local}]:{port}/healthz" if ":" in local else f"http://{local}:{port}/healthz"
    request = urllib.request.Request(url)
    if known_hosts := os.environ.get("ALLOWED_HOSTS"):
        request.add_header("Host", known_hosts.split(",")[0].strip().lstrip("."))
    # A proxy of the machine's environment has no business between a program and its own child.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answer = "no answer"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        refuse_dead(children)
        try:
            with opener.open(request, timeout=5):
                return
        except urllib.error.HTTPError as error:
            answer = f"status {error.code}"
        except OSError:
            answer = "no answer"
        time.sleep(0.1)
    raise Failed(f"{last_lines(LOGS / 'web.log')}\n\n/healthz: {answer} after {START_SECONDS} seconds.")


def watch(children: Sequence[Child]) -> None:
    """Sleep until a signal comes; refuses when a child dies on its own."""
    while True:
        refuse_dead(children)
        time.sleep(0.5)


def refuse_dead(children: Sequence[Child]) -> None:
    """Refuse to go on without one of the programs, and show its last words."""
    for child in children:
        if (code := child.exit_code()) is not None:
            child.pump.join(2)
            raise Failed(
                f"{last_lines(child.log)}\n\nThe {child.name} process ended by itself (exit {code}); "
                f"the site was stopped. Its log: {child.log}"
            )


def announce(address: str, logins: Sequence[dict[str, str]]) -> None:
    """Tell people where the site is and whom they can be there."""
    print(f"\nFenqi 分期 is running at {address}    (logs: {LOGS}, stop: Ctrl-C)\n", flush=True)
    if logins:
        rows = [{"role": "Role", "login": "Login", "password": "Password"}, *logins]
        widths = {name: max(width(row[name]) for row in rows) for name in rows[0]}
        for row in rows:
            cells = (row[name] + " " * (widths[name] - width(row[name])) for name in widths)
            print("  " + "   ".join(cells).rstrip(), flush=True)
        print(flush=True)


def width(text: str) -> int:
    """Return the columns a text takes on a terminal, where Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
