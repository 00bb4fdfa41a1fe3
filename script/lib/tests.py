"""script/test: the lint, then the tests, on the databases the environment names."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from script.lib.changes import changed_files, mirroring_tests
from script.lib.house import ROOT, VAR, VENV, VENV_PYTHON, Failed
from script.lib.setup import set_up

MOST_PROCESSES = 8
# Programs of the environment run as modules: their own launchers break when the folder is moved.
MODULE = (VENV_PYTHON, "-m")
DJADE = (VENV / "bin" / "djade", "--target-version", "5.2")
APPS = ("accounts", "finance", "lending", "risk", "support", "operations")
BROWSER_WALKS = ("full", "short", "none")
EPILOG = """\
anything else is handed to pytest:   script/test tests/finance -k wallet

FENQI_BROWSER   full (default), short or none: which browser walks are run
DATABASE_URL    test on this PostgreSQL instead of SQLite; a database test_<name> is made
REDIS_URL       test with this broker and cache instead of the embedded ones
"""


def main(arguments: list[str]) -> int:
    """Run what the arguments ask for; return 0 when all of it passed."""
    options, rest = parse(arguments)
    set_up(tests=True)
    if options.fix:
        return fix()
    wrong = []
    if not options.no_lint:
        wrong += lint()
    if not options.lint_only:
        wrong += run_tests(options, rest)
    if wrong:
        print(f"\nFailed: {', '.join(wrong)}.", flush=True)
    return 1 if wrong else 0


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Read our own options and leave pytest's alone."""
    parser = argparse.ArgumentParser(
        prog="script/test",
        description="Run the lint and the tests.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--changed", action="store_true", help="only the tests of changed files, and the house tests"
    )
    parser.add_argument("--base", default="", help="with --changed: the commit to compare with")
    parser.add_argument("--fix", action="store_true", help="let the linters mend what they can, and no more")
    parser.add_argument("--no-lint", action="store_true", help="tests only")
    parser.add_argument("--lint-only", action="store_true", help="lint only")
    parser.add_argument(
        "--browser", choices=BROWSER_WALKS, help="which browser walks are run (FENQI_BROWSER)"
    )
    return parser.parse_known_args(arguments)


def lint() -> list[str]:
    """Run every linter to its end and return the names of those that complained."""
    strict = [f"{app}/{room}" for app in APPS for room in ("domain", "services")]
    linters: dict[str, list[str | Path]] = {
        "ruff check": [*MODULE, "ruff", "check", "--quiet", "--output-format", "concise", "."],
        "ruff format": [*MODULE, "ruff", "format", "--quiet", "--check", "--output-format", "concise", "."],
        "djade": [*DJADE, "--check", *templates()],
        "mypy": [*MODULE, "mypy", "--no-error-summary", *strict],
    }
    wrong = []
    for name, command in linters.items():
        begun = time.monotonic()
        print(f"· {name} …", flush=True)
        if call(command, dict(os.environ)):
            wrong.append(name)
        print(f"{'✗' if name in wrong else '✓'} {name} ({time.monotonic() - begun:.0f} s)", flush=True)
    return wrong


def templates() -> list[str]:
    """Return every template, by its path in the house."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))


def fix() -> int:
    """Let the linters rewrite what they can do safely; return 0 when ruff could read every file."""
    wrong = call([*MODULE, "ruff", "check", "--quiet", "--fix-only", "."], dict(os.environ))
    wrong |= call([*MODULE, "ruff", "format", "--quiet", "."], dict(os.environ))
    # It answers 1 whenever it changed a file, which is what was asked for.
    call([*DJADE, *templates()], dict(os.environ))
    return wrong


def run_tests(options: argparse.Namespace, rest: list[str]) -> list[str]:
    """Run pytest and return "tests" if it failed or found none to run."""
    environment = test_environment(options)
    targets: list[str] = []
    if options.changed:
        targets = mirroring_tests(changed_files(options.base))
        environment["FENQI_BROWSER"] = options.browser or "none"
        print("· tests of what changed:", *targets, flush=True)
    spread = ["--numprocesses", str(processes()), "--dist", "loadgroup"] if worth_spreading(rest) else []
    code = call([*MODULE, "pytest", "-p", "script.lib.own_corner", *spread, *targets, *rest], environment)
    return ["tests"] if code else []


def test_environment(options: argparse.Namespace) -> dict[str, str]:
    """Return what the tests run under: never the developer's own files, always the walk that was asked for."""
    walk = options.browser or os.environ.get("FENQI_BROWSER") or "full"
    if walk not in BROWSER_WALKS:
        raise Failed(f"FENQI_BROWSER must be one of {', '.join(BROWSER_WALKS)}, not {walk!r}.")
    return {
        **os.environ,
        "FENQI_BROWSER": walk,
        "FENQI_ENVIRONMENT": "test",
        "FENQI_VAR_DIR": str(VAR / "test"),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }


def worth_spreading(rest: Sequence[str]) -> bool:
    """Tell whether several processes pay: not for the few tests a person names, nor where the number is given."""
    chosen = any(Path(part.split("::")[0]).exists() for part in rest if not part.startswith("-"))
    given = any(part in {"-n", "--numprocesses", "--pdb", "-s", "--collect-only", "--co"} for part in rest)
    return not chosen and not given


def processes() -> int:
    """Return how many tests may run side by side: one for each core this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_PROCESSES)


def call(command: Sequence[str | Path], environment: dict[str, str]) -> int:
    """Run a program in the foreground and return its exit code."""
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
