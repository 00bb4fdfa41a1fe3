"""The settings read the environment strictly, and production does not start on what is unsafe."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from tests.house.code import ROOT

SAFE = {
    "FENQI_ENVIRONMENT": "production",
    "SECRET_KEY": "s" * 60,
    "CUSTODY_WEBHOOK_SECRET": "c" * 60,
    "FIELD_KEYS": "1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "BLIND_INDEX_KEY": "b" * 60,
    "ALLOWED_HOSTS": "fenqi.example",
    "DATABASE_URL": "postgres://fenqi:secret@db.example/fenqi",
}


def start(tmp_path: Path, **changes: str) -> str:
    """Read the settings in a process of their own and return the last thing it said, or "started"."""
    environment = {"PATH": os.environ["PATH"], "FENQI_VAR_DIR": str(tmp_path), **SAFE, **changes}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings; print('started')"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    return (done.stdout + done.stderr).strip().splitlines()[-1]


def test_production_starts_only_when_everything_is_safe(tmp_path: Path) -> None:
    assert start(tmp_path) == "started"
    for change, reason in {
        ("SECRET_KEY", ""): "SECRET_KEY",
        ("SECRET_KEY", "short"): "SECRET_KEY",
        ("CUSTODY_WEBHOOK_SECRET", ""): "CUSTODY_WEBHOOK_SECRET",
        ("DEBUG", "1"): "DEBUG must be off",
        ("FENQI_DEMO", "1"): "FENQI_DEMO must be off",
        ("ALLOWED_HOSTS", "*"): "ALLOWED_HOSTS",
        ("CUSTODY_WEBHOOK_SECRET", "short"): "CUSTODY_WEBHOOK_SECRET",
        ("FIELD_KEYS", ""): "FIELD_KEYS",
        ("DATABASE_URL", "postgres://fenqi@db.example/fenqi"): "with a password",
        ("DATABASE_URL", ""): "with a password",
    }.items():
        said = start(tmp_path, **dict([change]))
        assert "Production start refused" in said, change
        assert reason in said, change


@pytest.mark.parametrize("word", ["ja", "2", "maybe", "真"])
def test_refuses_a_flag_that_is_neither_yes_nor_no(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAG", word)
    with pytest.raises(ImproperlyConfigured, match="FLAG must be one of"):
        environment.read_flag("FLAG", False)


@pytest.mark.parametrize("text", ["-1", "1.5", "11", "٣", "1e1"])
def test_refuses_a_number_out_of_bounds_or_form(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBER", text)
    with pytest.raises(ImproperlyConfigured, match="NUMBER must be a whole number from 0 to 10"):
        environment.read_number("NUMBER", 5, minimum=0, maximum=10)


def test_refuses_a_database_the_books_are_not_tested_on(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must begin with"):
        environment.read_database("mysql://root@localhost/fenqi", tmp_path)


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret"
    secret = environment.read_or_make_secret(path)
    assert len(secret) >= 64
    assert environment.read_or_make_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
