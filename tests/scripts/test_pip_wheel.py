"""Where the pinned pip wheel is looked for, and what is taken."""

import hashlib
from pathlib import Path

import pytest

from script.lib import pip_wheel
from script.lib.house import Failed

CONTENT = b"a wheel"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pip_wheel, "SHA256", hashlib.sha256(CONTENT).hexdigest())
    (tmp_path / "into").mkdir()
    return tmp_path


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {"HOME": str(folder), **more}


def index(folder: Path, content: bytes) -> str:
    """Lay a simple index in a folder and return its address."""
    page = folder / "index" / "pip"
    page.mkdir(parents=True)
    (folder / "index" / pip_wheel.WHEEL).write_bytes(content)
    (page / "index.html").write_text(
        f'<a href="../other.whl">x</a><a href="../{pip_wheel.WHEEL}#sha256=0">y</a>'
    )
    return (folder / "index").as_uri()


def test_takes_the_wheel_from_the_configured_index(folder: Path) -> None:
    config = folder / ".config" / "pip"
    config.mkdir(parents=True)
    (config / "pip.conf").write_text(f"[global]\nextra-index-url = {index(folder, CONTENT)}\n")
    wheel = pip_wheel.fetch(environment(folder), folder / "into")
    assert wheel == folder / "into" / pip_wheel.WHEEL
    assert wheel.read_bytes() == CONTENT


def test_takes_the_wheel_from_a_folder_of_wheels(folder: Path) -> None:
    (folder / pip_wheel.WHEEL).write_bytes(CONTENT)
    wheel = pip_wheel.fetch(environment(folder, PIP_FIND_LINKS=str(folder)), folder / "into")
    assert wheel.read_bytes() == CONTENT


def test_refuses_a_wheel_with_another_hash(folder: Path) -> None:
    address = index(folder, b"something else")
    with pytest.raises(Failed, match="pinned hash is in none of the 1 configured places"):
        pip_wheel.fetch(environment(folder, PIP_INDEX_URL=address), folder / "into")
    assert list((folder / "into").iterdir()) == []


def test_the_environment_goes_before_the_files(folder: Path) -> None:
    config = folder / "pip.conf"
    config.write_text("[global]\nindex-url = https://file.example/simple\n")
    known = environment(folder, PIP_CONFIG_FILE=str(config))
    assert pip_wheel.configured(known, "index-url") == ["https://file.example/simple"]
    known["PIP_INDEX_URL"] = "https://variable.example/simple"
    assert pip_wheel.candidates(known)[-1] == "https://variable.example/simple/pip/"
