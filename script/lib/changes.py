"""Which tests stand for a change: those that mirror the changed files, and the house rules always."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from script.lib.house import ROOT, Failed

ALWAYS = "tests/house"
# A change here can reach everything, so the tests of the ground floor stand in for it.
COMPOSITION = {"config", "manage.py", "pyproject.toml", "requirements.txt", "requirements-test.txt", "static"}


def changed_files(base: str) -> list[str]:
    """Return the paths that differ from the base commit, uncommitted and new files too."""
    base = base or default_base()
    named = git("diff", "--name-only", "--diff-filter=d", base)
    new = git("ls-files", "--others", "--exclude-standard")
    return sorted({*named.splitlines(), *new.splitlines()})


def default_base() -> str:
    """Return where this work left the main line; on the main line itself, the last commit."""
    for line in ("origin/main", "main"):
        try:
            base = git("merge-base", "HEAD", line).strip()
        except Failed:
            continue
        if base != git("rev-parse", "HEAD").strip():
            return base
    return "HEAD" if git("status", "--porcelain").strip() else "HEAD~1"


def git(*arguments: str) -> str:
    """Return what git says; refuses when git refuses."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Failed("--changed needs git.") from None
    if done.returncode:
        raise Failed(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def mirroring_tests(changed: Iterable[str], root: Path = ROOT) -> list[str]:
    """Return the test paths to run for these changed paths."""
    found = {ALWAYS} if (root / ALWAYS).exists() else set()
    for path in changed:
        mirror = mirror_of(path, root)
        if mirror:
            found.add(mirror)
    # A folder stands for the files in it.
    return sorted(
        path for path in found if not any(other != path and path.startswith(other + "/") for other in found)
    )


def mirror_of(changed: str, root: Path) -> str | None:
    """Return the tests of one file: the file that mirrors it, else the nearest folder that does."""
    path = Path(changed)
    if path.parts[0] == "tests":
        is_test = path.name.startswith("test_") and path.suffix == ".py"
        return existing(path if is_test else path.parent, root)
    if path.parts[0] in COMPOSITION:
        return existing(Path("tests/accounts"), root)
    parts = path.parts[1:] if path.parts[0] in {"templates", "locale"} else path.parts
    place = Path("tests", *(["scripts"] if parts[0] == "script" else parts[:1]), *parts[1:-1])
    mirror = place / f"test_{path.stem}.py"
    if path.suffix == ".py" and (root / mirror).exists():
        return str(mirror)
    return existing(place, root)


def existing(place: Path, root: Path) -> str | None:
    """Return the nearest folder or file that exists, but never the whole of the tests."""
    while len(place.parts) > 1:
        if (root / place).exists():
            return place.as_posix()
        place = place.parent
    return None
