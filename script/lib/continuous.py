""".ci/run: the lint once, then every test on both databases, each part timed and bounded."""

import os
import re
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field

from script.lib.children import end_session
from script.lib.house import ROOT, VENV_PYTHON, Failed
from script.lib.machine import install_missing
from script.lib.services import real_services
from script.lib.setup import set_up

PASSED = re.compile(r"\b(\d+) passed\b")
PYTEST_LAST = re.compile(r"\b(passed|failed|error|errors|no tests ran)\b.* in [0-9.]+s")
CLOSING_LINES = 12
LIMIT_SECONDS = {"lint": 300, "SQLite": 2300, "PostgreSQL and Redis": 4000}
# A run is killed without a word a little later; a part that is cut off before still says so.
WHOLE_SECONDS = 5250


@dataclass
class Part:
    """One part of the run and what became of it."""

    name: str
    seconds: float = 0.0
    passed: int | None = None
    wrong: str = ""
    limit_seconds: int = 0
    closing: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Run every part, whatever the others did; return 0 only when all of them passed."""
    if arguments:
        raise Failed(".ci/run takes no arguments.")
    begun = time.monotonic()
    install_missing()
    set_up(tests=True)
    prepared = Part("machine and packages", time.monotonic() - begun)
    bare = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    bare["FENQI_ONCE"] = "yes"
    parts = [prepared, run_part("lint", ["--lint-only"], bare, begun)]
    parts.append(run_part("SQLite", ["--no-lint"], {**bare, "FENQI_BROWSER": "short"}, begun))
    with real_services() as urls:
        parts.append(
            run_part("PostgreSQL and Redis", ["--no-lint"], {**bare, **urls, "FENQI_BROWSER": "full"}, begun)
        )
    return report(parts, time.monotonic() - begun)


def run_part(name: str, arguments: list[str], environment: dict[str, str], whole_begun: float) -> Part:
    """Run script/test once, show what it says, and keep its closing lines."""
    print(f"\n===== {name} =====", flush=True)
    begun = time.monotonic()
    seconds = int(min(LIMIT_SECONDS[name], WHOLE_SECONDS - (begun - whole_begun)))
    command = [str(VENV_PYTHON), "-m", "script.lib", "test", *arguments]
    closing: deque[str] = deque(maxlen=CLOSING_LINES)
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    limit = threading.Timer(seconds, end_session, [process.pid])
    limit.start()
    assert process.stdout is not None  # noqa: S101, it is a pipe by construction
    try:
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            closing.append(line.rstrip())
        code = process.wait()
    finally:
        limit.cancel()
        end_session(process.pid)
    return judge(Part(name, time.monotonic() - begun, closing=list(closing), limit_seconds=seconds), code)


def judge(part: Part, code: int) -> Part:
    """Say what was wrong with a finished part: an exit code, or tests that did not run."""
    counts = [PASSED.search(line) for line in part.closing]
    part.passed = next((int(count[1]) for count in reversed(counts) if count), None)
    if part.limit_seconds and part.seconds >= part.limit_seconds:
        part.wrong = f"took longer than {part.limit_seconds} seconds"
    elif code:
        part.wrong = f"exit {code}"
    elif part.name != "lint" and not part.passed:
        part.wrong = "no test ran"
    return part


def report(parts: list[Part], seconds: float) -> int:
    """Print how each part ended and how long it took; return the exit code of the whole."""
    print("\n===== summary =====")
    for part in parts:
        tests = f", {part.passed} passed" if part.passed is not None else ""
        print(f"{'✗' if part.wrong else '✓'} {part.name}: {part.wrong or 'ok'}{tests} ({part.seconds:.0f} s)")
        for line in filter(PYTEST_LAST.search, part.closing):
            print(f"    {line}")
    print(f"The whole run took {seconds / 60:.1f} minutes.", flush=True)
    return 1 if any(part.wrong for part in parts) else 0
