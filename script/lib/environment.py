"""The virtual environment: made once, filled from the pinned requirements, left alone while those stand."""

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from script.lib import pip_wheel
from script.lib.house import LOGS, ROOT, VENV, VENV_PYTHON, Failed, run_logged
from script.lib.progress import Step

REQUIREMENTS = {"site": ROOT / "requirements.txt", "tests": ROOT / "requirements-test.txt"}
ALONE = ROOT / "requirements-alone.txt"
# Training of points cards: the tests name it, the site does without.
TRAINING = ROOT / "requirements-scorecard.txt"
STAMP = VENV / "fenqi-stamp.json"
# Stands while packages are being written: an environment found with it was interrupted and is made anew.
UNFINISHED = VENV / "fenqi-unfinished"
LOG = LOGS / "setup.log"


def wanted_stamp(sets: list[str]) -> dict[str, str]:
    """Return what an up-to-date environment says of itself, by set of requirements."""
    site = REQUIREMENTS["site"].read_bytes() + ALONE.read_bytes()
    stamp = {"machine": f"{sys.platform} {platform.machine()}", "site": hashlib.sha256(site).hexdigest()}
    if "tests" in sets:
        stamp["tests"] = hashlib.sha256(
            site + TRAINING.read_bytes() + REQUIREMENTS["tests"].read_bytes()
        ).hexdigest()
    return stamp


def is_current(sets: list[str]) -> bool:
    """Tell whether the environment holds these requirements, without starting it."""
    if UNFINISHED.exists() or not VENV_PYTHON.exists():
        return False
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and all(
        found.get(name) == value for name, value in wanted_stamp(sets).items()
    )


def ensure_environment(sets: list[str]) -> None:
    """Make the environment hold the named sets of requirements; does nothing when it already does."""
    if is_current(sets) and python_works(VENV_PYTHON):
        return
    LOGS.mkdir(parents=True, exist_ok=True)
    LOG.unlink(missing_ok=True)
    if UNFINISHED.exists() or not python_works(VENV_PYTHON) or not has_pip(VENV_PYTHON):
        remake()
    STAMP.unlink(missing_ok=True)
    UNFINISHED.touch()
    requirements = REQUIREMENTS["tests" if "tests" in sets else "site"]
    with Step(f"Installing the packages of {requirements.name}"):
        install(["--requirement", str(requirements)])
        install(["--no-deps", "--requirement", str(ALONE)])
    STAMP.write_text(json.dumps(wanted_stamp(sets), indent=1), encoding="utf-8")
    UNFINISHED.unlink()


def install(arguments: list[str]) -> None:
    """Install into the environment by its own pip, from built wheels only: no compiler is asked for."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    run_logged([VENV_PYTHON, "-m", "pip", "install", *quiet, "--only-binary", ":all:", *arguments], LOG)


def remake() -> None:
    """Make an empty environment that has pip, by the first way this machine allows."""
    base = base_python()
    tried = []
    with Step("Making the virtual environment"):
        for way in WAYS:
            shutil.rmtree(VENV, ignore_errors=True)
            try:
                way(base)
            except (Failed, OSError) as failure:
                tried.append(f"  - {str(way.__doc__).rstrip('.')}: {first_line(failure)}")
                continue
            if has_pip(VENV_PYTHON):
                return
    raise Failed(
        "No way to make a virtual environment with pip worked on this machine:\n"
        + "\n".join(tried)
        + "\n\nInstall one of: python3-venv (Debian, Ubuntu: apt install python3-venv), pip, uv or virtualenv;\n"
        + f"or name your package index in PIP_INDEX_URL or pip.conf. The whole log: {LOG}"
    )


def first_line(failure: Exception) -> str:
    """Return what a list can show of a failure."""
    return next(iter(str(failure).strip().splitlines()), "")


def base_python() -> Path:
    """Return the interpreter outside the environment, which can make a new one."""
    base = Path(getattr(sys, "_base_executable", None) or sys.executable)
    return base.resolve() if base.is_relative_to(VENV) else base


def python_works(python: Path) -> bool:
    """Tell whether this interpreter starts and is new enough."""
    return runs([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])


def has_pip(python: Path) -> bool:
    """Tell whether this interpreter can run pip."""
    return runs([python, "-m", "pip", "--version"])


def runs(command: list[str | Path]) -> bool:
    """Tell whether a command starts and ends well."""
    try:
        return not subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False
        ).returncode
    except OSError:
        return False


def make_empty(base: Path) -> None:
    """Make the environment without pip, marked as unfinished from its first moment."""
    run_logged([base, "-m", "venv", "--without-pip", VENV], LOG)
    UNFINISHED.touch()


def by_ensurepip(base: Path) -> None:
    """The standard library's own pip."""
    if importlib.util.find_spec("ensurepip") is None:
        raise Failed("this Python comes without ensurepip")
    make_empty(base)
    run_logged([VENV_PYTHON, "-m", "ensurepip", "--upgrade", "--default-pip"], LOG)


def by_other_pip(base: Path) -> None:
    """Another pip of this machine, told to install into the environment."""
    pips: list[list[str | Path]] = [[base, "-m", "pip"], ["pip3"], ["pip"], ["python3", "-m", "pip"]]
    make_empty(base)
    for pip in pips:
        if runs([*pip, "--python", VENV_PYTHON, "--version"]):
            run_logged([*pip, "--python", VENV_PYTHON, "install", f"pip=={pip_wheel.VERSION}"], LOG)
            return
    raise Failed("no pip on PATH that knows --python")


def by_uv(base: Path) -> None:
    """uv, where it is installed."""
    if not shutil.which("uv"):
        raise Failed("uv is not installed")
    make_empty(base)
    run_logged(["uv", "pip", "install", "--python", VENV_PYTHON, f"pip=={pip_wheel.VERSION}"], LOG)


def by_virtualenv(base: Path) -> None:
    """virtualenv, where it is installed."""
    if not shutil.which("virtualenv"):
        raise Failed("virtualenv is not installed")
    run_logged(["virtualenv", "--python", base, VENV], LOG)
    UNFINISHED.touch()


def by_wheel(base: Path) -> None:
    """A pinned pip wheel from the package index this machine is configured for."""
    make_empty(base)
    install_wheel(pip_wheel.fetch(dict(os.environ), VENV))


def by_system_wheel(base: Path) -> None:
    """The pip wheel of Debian's and Ubuntu's own packages, fetched without changing the machine."""
    make_empty(base)
    wheel = pip_wheel.installed_by_system() or pip_wheel.fetch_by_apt(VENV / "apt", LOG)
    install_wheel(wheel)
    shutil.rmtree(VENV / "apt", ignore_errors=True)


def install_wheel(wheel: Path) -> None:
    """Let a pip that is still packed install itself into the environment."""
    run_logged([VENV_PYTHON, wheel / "pip", "install", "--no-deps", "--no-index", wheel], LOG)


WAYS: tuple[Callable[[Path], None], ...] = (
    by_ensurepip,
    by_other_pip,
    by_uv,
    by_virtualenv,
    by_wheel,
    by_system_wheel,
)
