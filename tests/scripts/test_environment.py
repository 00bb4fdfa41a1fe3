"""When the environment is made anew and when it is left alone."""

import json
from pathlib import Path

import pytest

from script.lib import environment


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an environment of files only, filled for the site, whose requirements are files of the test."""
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()
    requirements = {"site": tmp_path / "site.txt", "tests": tmp_path / "tests.txt"}
    for path in requirements.values():
        path.write_text("one==1\n")
    monkeypatch.setattr(environment, "REQUIREMENTS", requirements)
    monkeypatch.setattr(environment, "ALONE", tmp_path / "alone.txt")
    environment.ALONE.write_text("file==1\n")
    monkeypatch.setattr(environment, "VENV_PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(environment, "STAMP", folder / "stamp.json")
    monkeypatch.setattr(environment, "UNFINISHED", folder / "unfinished")
    (folder / "stamp.json").write_text(json.dumps(environment.wanted_stamp(["site"])))
    return folder


def test_an_unchanged_environment_is_left_alone(venv: Path) -> None:
    assert environment.is_current(["site"])


def test_a_changed_pin_asks_for_an_installation(venv: Path) -> None:
    environment.REQUIREMENTS["site"].write_text("one==2\n")
    assert not environment.is_current(["site"])


def test_a_changed_pin_of_a_package_taken_alone_asks_for_an_installation(venv: Path) -> None:
    environment.ALONE.write_text("file==2\n")
    assert not environment.is_current(["site"])


def test_the_tests_need_their_own_packages(venv: Path) -> None:
    assert not environment.is_current(["site", "tests"])


def test_packages_of_the_tests_serve_the_site_too(venv: Path) -> None:
    (venv / "stamp.json").write_text(json.dumps(environment.wanted_stamp(["site", "tests"])))
    assert environment.is_current(["site", "tests"])
    assert environment.is_current(["site"])


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"site": 1}'])
def test_a_broken_stamp_asks_for_an_installation(venv: Path, stamp: str) -> None:
    (venv / "stamp.json").write_text(stamp)
    assert not environment.is_current(["site"])


def test_an_interrupted_installation_is_never_trusted(venv: Path) -> None:
    (venv / "unfinished").touch()
    assert not environment.is_current(["site"])


def test_an_environment_whose_python_went_is_never_trusted(venv: Path) -> None:
    (venv / "bin" / "python").unlink()
    assert not environment.is_current(["site"])
