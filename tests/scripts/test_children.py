"""The programs script/server keeps running: what reaches the terminal, and that none is left behind."""

import os
import sys
import time
from pathlib import Path

import pytest

from script.lib.children import Child, alarm, stop_all

# A program with a child of its own that does not listen to polite requests, as a server's workers may.
STUBBORN = """
import signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('{"level": "INFO", "logger": "a", "message": "b"}', ""),
        ('{"level": "ERROR", "logger": "a", "message": "first\\nsecond"}', "ERROR a: first"),
        ('{"level": "WARNING", "logger": "a", "message": ""}', "WARNING a: "),
        ("{ not JSON: ERROR", ""),
        ("[2026-11-23] [7] [ERROR] Worker died", "[2026-11-23] [7] [ERROR] Worker died"),
        ("Traceback (most recent call last):", "Traceback (most recent call last):"),
        ('127.0.0.1 - "GET /healthz" 200', ""),
    ],
)
def test_only_warnings_and_worse_reach_the_terminal(line: str, shown: str) -> None:
    assert alarm(line) == shown


def test_what_a_program_says_is_in_its_log(tmp_path: Path) -> None:
    child = Child("hello", [sys.executable, "-c", "print('你好')"], os.environ, tmp_path / "hello.log")
    assert child.process.wait(10) == 0
    stop_all([child])
    assert (tmp_path / "hello.log").read_text(encoding="utf-8") == "你好\n"


def test_nothing_is_left_of_a_stopped_program(tmp_path: Path) -> None:
    log = tmp_path / "stubborn.log"
    child = Child("stubborn", [sys.executable, "-c", STUBBORN], os.environ, log)
    deadline = time.monotonic() + 10
    while not (log.exists() and log.read_text().strip()) and time.monotonic() < deadline:
        time.sleep(0.05)
    grandchild = int(log.read_text())
    stop_all([child])
    assert child.exit_code() == -15
    while is_running(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(grandchild)


def is_running(pid: int) -> bool:
    """Tell whether a process lives; one that waits to be collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")
