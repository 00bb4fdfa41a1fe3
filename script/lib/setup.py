"""script/setup: everything the site and the tests stand on, made only when it changed."""

import argparse
import hashlib
import os

from script.lib.environment import LOG, STAMP, ensure_environment
from script.lib.house import ROOT, VAR, VENV_PYTHON, only_one, run_logged
from script.lib.progress import Step


def main(arguments: list[str]) -> int:
    """Set up what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="script/setup", description="Set up everything the site stands on.")
    parser.add_argument("--tests", action="store_true", help="with what script/test needs on top")
    set_up(tests=parser.parse_args(arguments).tests)
    return 0


def set_up(*, tests: bool) -> None:
    """Bring environment, messages and static files up to date; a second set-up at once waits for the first."""
    with only_one(ROOT / "var" / "setup.lock", "", wait=True):
        ensure_environment(["site", "tests"] if tests else ["site"])
        VAR.mkdir(parents=True, exist_ok=True)
        with Step("Compiling messages"):
            run_logged([VENV_PYTHON, "-m", "script.catalogues", "--compile"], LOG)
        if os.environ.get("FENQI_ENVIRONMENT") == "production":
            collect_static_files()


def collect_static_files() -> None:
    """Gather hashed, compressed files for production, when ours or the packages' changed.

    Elsewhere whitenoise finds them where they lie.
    """
    own = ((str(path), path.stat().st_mtime_ns) for path in sorted((ROOT / "static").rglob("*")))
    state = hashlib.sha256(repr((list(own), STAMP.read_text(encoding="utf-8"))).encode()).hexdigest()
    stamp = VAR / "static.stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        return
    with Step("Collecting static files"):
        run_logged([VENV_PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], LOG)
    stamp.write_text(state, encoding="utf-8")
