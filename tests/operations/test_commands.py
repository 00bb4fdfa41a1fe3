"""The commands of the books on a database that is not there yet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from accounts.management.books_command import BooksCommand
from tests.house.code import ROOT

NEED_NO_BOOKS = {"quote", "apr", "benchmark", "check_statement", "train_scorecard"}
OWN = ("accounts", "finance", "lending", "risk", "support", "operations")


def test_every_command_of_ours_says_what_is_missing() -> None:
    names = {name: app for name, app in get_commands().items() if app in OWN}
    assert {"verify", "close_day", "simulate", "demo", "import_loan_book"} <= set(names)
    for name in names.keys() - NEED_NO_BOOKS:
        assert isinstance(load_command_class(names[name], name), BooksCommand), name


@pytest.mark.parametrize("command", [["verify"], ["close_day"], ["simulate", "--days", "1"], ["demo"]])
def test_an_empty_database_is_one_sentence(command: list[str], tmp_path: Path) -> None:
    done = run(command, {"FENQI_VAR_DIR": str(tmp_path)})
    assert done.returncode == 1
    assert done.stderr.startswith(
        "CommandError: The database is not ready for this code: run manage.py migrate"
    )
    assert done.stderr.count("\n") == 1


def test_a_database_out_of_reach_is_one_sentence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/nowhere/db.sqlite3"
    done = run(["verify"], {"FENQI_VAR_DIR": str(tmp_path), "DATABASE_URL": url})
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The database cannot be reached")
    assert "Traceback" not in done.stderr


def run(command: list[str], values: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        check=False,
        cwd=ROOT,
        env={**kept, **values},
        capture_output=True,
        text=True,
        timeout=60,
    )
