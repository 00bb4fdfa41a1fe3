"""Where things lie, and how a script runs another program."""

import fcntl
import os
import subprocess
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("FENQI_VAR_DIR") or ROOT / "var")
LOGS = VAR / "log"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


class Failed(Exception):
    """A script cannot go on; the text tells a person what happened and what to do."""


def run_logged(command: Sequence[str | Path], log: Path, **options: Any) -> None:
    """Run a program with its output in a log file; refuses an exit code other than zero, with the log's end."""
    log.parent.mkdir(parents=True, exist_ok=True)
    words = [str(part) for part in command]
    with log.open("a", encoding="utf-8", errors="replace") as output:
        print("$", *words, file=output, flush=True)
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": subprocess.STDOUT}
        try:
            subprocess.run(words, check=True, **{"cwd": ROOT, **streams, **options})
        except (subprocess.SubprocessError, OSError) as error:
            raise Failed(f"{error}\n\n{last_lines(log)}\n\nThe whole log: {log}") from error


def last_lines(path: Path, count: int = 20) -> str:
    """Return the end of a text file, or nothing when there is no file."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            return "".join(deque(lines, count)).rstrip()
    except FileNotFoundError:
        return ""


@contextmanager
def only_one(path: Path, busy: str, *, wait: bool) -> Iterator[None]:
    """Hold a file lock; the system drops it with the process, however that ends.

    With `wait` the second caller stands in line, else it is refused with the text `busy` and the holder's note.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                handle.seek(0)
                raise Failed(f"{busy} {handle.read().strip()}".rstrip()) from None
            fcntl.flock(handle, fcntl.LOCK_EX)
        handle.truncate(0)
        yield
        handle.truncate(0)
