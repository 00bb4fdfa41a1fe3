"""Programs kept running side by side, each with a log of its own; warnings reach the terminal too."""

import ctypes
import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

from script.lib.house import ROOT

PATIENCE_SECONDS = 15
LOG_BYTES = 10_000_000
ALARMING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|^Traceback ")
PARENT_DEATH_SIGNAL = 1


class Child:
    """One running program."""

    def __init__(
        self, name: str, command: Sequence[str | Path], environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.log = log
        self.silent = False
        log.parent.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Its own session: Ctrl-C reaches only the supervisor, which then ends its children once and in order.
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509, it only makes a system call
        )
        self.pump = threading.Thread(target=self._pump, daemon=True)
        self.pump.start()

    def exit_code(self) -> int | None:
        """Return how it ended, or nothing while it runs."""
        return self.process.poll()

    def _pump(self) -> None:
        logger = logging.Logger(self.name)
        logger.addHandler(RotatingFileHandler(self.log, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8"))
        assert self.process.stdout is not None  # noqa: S101, it is a pipe by construction
        for raw in self.process.stdout:
            line = raw.decode("utf-8", "replace").rstrip()
            logger.info("%s", line)
            if not self.silent and (warning := alarm(line)):
                print(f"{self.name}: {warning}", file=sys.stderr, flush=True)


def alarm(line: str) -> str:
    """Return what a person at the terminal must see of a log line: the text of a warning or worse, else nothing."""
    if line.startswith("{"):
        try:
            entry = json.loads(line)
        except ValueError:
            return ""
        if entry.get("level") in {"WARNING", "ERROR", "CRITICAL"}:
            message = str(entry.get("message", "")).strip().splitlines()
            return f"{entry['level']} {entry.get('logger', '')}: {message[0] if message else ''}"
        return ""
    return line if ALARMING.search(line) else ""


def end_with_parent() -> None:
    """Ask Linux to end this child when its supervisor is killed outright."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def stop_all(children: Sequence[Child]) -> None:
    """End every child, politely first; whatever it left in its session is ended with it."""
    for child in children:
        child.silent = True
        if child.exit_code() is None:
            child.process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
        end_session(child.process.pid)
        child.pump.join(1)


def end_session(leader: int) -> None:
    """Kill what is left of the session this child led."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
