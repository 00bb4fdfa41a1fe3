"""What the full run needs of the machine beside Python, and how a Debian or Ubuntu gets it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from script.lib.house import LOGS, Failed, last_lines, run_logged
from script.lib.progress import Step
from script.lib.services import postgres_programs
from tests.browser.chromium import find_chromium

LOG = LOGS / "machine.log"


def has_chinese_font() -> bool:
    """Tell whether pages in Chinese show characters and not boxes."""
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "PostgreSQL": (lambda: postgres_programs() is not None, "postgresql"),
    "Redis": (lambda: bool(shutil.which("redis-server")), "redis-server"),
    "Chromium": (lambda: bool(find_chromium()), "chromium"),
    "Chinese fonts": (has_chinese_font, "fonts-noto-cjk"),
    "fontconfig": (lambda: bool(shutil.which("fc-list")), "fontconfig"),
    "gettext": (lambda: bool(shutil.which("msgfmt")), "gettext"),
}


def missing() -> list[str]:
    """Return the names of what the full run needs and this machine has not."""
    return [name for name, (is_there, _package) in NEEDS.items() if not is_there()]


def install_missing() -> None:
    """Install what is missing by apt-get; refuses when something is missing still."""
    wanted = missing()
    if not wanted:
        return
    print("· not on this machine yet:", ", ".join(wanted), flush=True)
    apt = apt_get()
    packages = [NEEDS[name][1] for name in wanted]
    LOG.unlink(missing_ok=True)
    with Step("Reading the package lists"):
        run_logged([*apt, "update"], LOG, timeout=300)
    with Step("Installing " + ", ".join(packages)):
        run_logged([*apt, "install", "--yes", "--no-install-recommends", *packages], LOG, timeout=1200)
    if still := missing():
        raise Failed(f"{last_lines(LOG)}\n\nStill not on this machine: {', '.join(still)}.")


def apt_get() -> list[str | Path]:
    """Return how apt-get is called here; refuses where it cannot be."""
    if sys.platform != "linux" or not shutil.which("apt-get"):
        raise Failed(f"Install by hand: {', '.join(missing())}. This script knows only apt-get.")
    # `env` because sudo keeps no environment; no question may wait for an answer nobody can give.
    command: list[str | Path] = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    if not os.geteuid():
        return command
    if shutil.which("sudo"):
        return ["sudo", "--non-interactive", *command]
    raise Failed(f"Install by hand: {', '.join(missing())}. This user may not.")
