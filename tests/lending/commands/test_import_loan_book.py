"""manage.py import_loan_book: one JSON document, an error file, and a clear no."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lending.models import ImportedLoan

BOOK = Path(__file__).parents[1] / "data" / "loan_book.csv"

pytestmark = pytest.mark.django_db


def _run(path, *args):
    out, told = io.StringIO(), io.StringIO()
    call_command("import_loan_book", str(path), "--source", "lendingclub", *args, stdout=out, stderr=told)
    return out.getvalue(), told.getvalue()


def test_prints_one_json_document():
    found = json.loads(_run(BOOK, "--format", "json")[0])
    assert list(found) == ["rows", "current", "replayed_exactly", "not_replayed", "unreadable"]
    assert (found["rows"], found["current"], found["replayed_exactly"], found["unreadable"]) == (11, 9, 5, [])
    assert found["not_replayed"][0] == {
        "line": 7,
        "reason": "The principal paid is off the plan of 3 instalments by 0.04.",
    }
    assert found["current"] == found["replayed_exactly"] + len(found["not_replayed"])


def test_says_when_a_file_was_imported_before():
    first, told = _run(BOOK, "--format", "json")
    assert told == ""
    again, told = _run(BOOK, "--format", "json")
    assert again == first
    assert "imported before; nothing was added" in told
    assert ImportedLoan.objects.count() == 11


def test_lists_unreadable_lines_in_an_error_file(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    lines = BOOK.read_text().split("\n")
    path = tmp_path / "book.csv"
    path.write_text("\n".join([*lines[:2], lines[2].replace("25000", "=cmd()"), "short", *lines[3:]]))
    found, told = _run(path, "--format", "json")
    (errors,) = (tmp_path / "imports").iterdir()
    assert str(errors) in told
    assert errors.read_text().splitlines() == [
        "line,reason",
        "3,loan_amount: '=cmd()' is no plain number.",
        "4,It has 1 fields where the header has 15.",
    ]
    assert [one["line"] for one in json.loads(found)["unreadable"]] == [3, 4]
    assert ImportedLoan.objects.count() == 10


def test_a_dry_run_keeps_nothing_and_may_name_its_error_file(tmp_path):
    path, errors = tmp_path / "book.csv", tmp_path / "deep" / "errors.csv"
    path.write_text(BOOK.read_text() + "short\n")
    table, _told = _run(path, "--dry-run", "--errors", str(errors))
    assert "replayed exactly         5" in table
    assert "unreadable, line 13: It has 1 fields" in table
    assert errors.exists()
    assert not ImportedLoan.objects.exists()


@pytest.mark.parametrize(
    "content, message", [(b"", "This is no loan book"), (b"a,b\n1,2\n", "The header lacks")]
)
def test_refuses_what_is_no_book(tmp_path, content, message):
    path = tmp_path / "book.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        _run(path, "--format", "json")
    assert not ImportedLoan.objects.exists()


def test_refuses_a_missing_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        _run(tmp_path / "none.csv")


def test_refuses_an_unknown_source():
    with pytest.raises(CommandError, match="invalid choice: 'prosper'"):
        call_command("import_loan_book", str(BOOK), "--source", "prosper")
