"""Importing a loan book: all of it or nothing, once, and never changed afterwards."""

from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Refused
from accounts.models import Event
from lending.models import ImportedLoan, LoanBook
from lending.services import import_loan_book as module
from lending.services.import_loan_book import import_loan_book

BOOK = (Path(__file__).parents[1] / "data" / "loan_book.csv").read_bytes()

pytestmark = pytest.mark.django_db


def _import(content=BOOK, **changes):
    return import_loan_book(
        **({"content": content, "file_name": "book.csv", "source": "lendingclub"} | changes)
    )


def _kept():
    return LoanBook.objects.count(), ImportedLoan.objects.count()


def test_keeps_every_loan_with_its_replay():
    found = _import()
    assert (found.rows, found.current, found.replayed_exactly, found.unreadable) == (11, 9, 5, ())
    assert [one.line for one in found.not_replayed] == [7, 8, 9, 10]
    assert _kept() == (1, 11)
    second = ImportedLoan.objects.get(line=3)
    assert (second.is_replayed, second.payments, second.odd_days, second.reason) == (True, 4, -4, "")
    late = ImportedLoan.objects.get(line=12)
    assert (late.status, late.is_replayed, late.paid_late_fees_fen) == ("Late (31-120 days)", None, 1_500)
    assert Event.objects.get(kind="loan_book.imported").data == {"loans": 11}


def test_the_same_file_again_adds_nothing_and_says_the_same():
    first = _import()
    again = _import(file_name="renamed.csv")
    assert (first.was_imported_before, again.was_imported_before) == (False, True)
    assert (again.replayed_exactly, again.not_replayed) == (first.replayed_exactly, first.not_replayed)
    assert _kept() == (1, 11)
    assert Event.objects.filter(kind="loan_book.imported").count() == 1


def test_a_rival_import_of_the_same_file_wins_once(monkeypatch):
    read = module.read_book

    def read_while_a_rival_imports(content):
        monkeypatch.setattr(module, "read_book", read)
        found = read(content)
        keep = module._keep

        def rival_first(*args, **kwargs):
            monkeypatch.setattr(module, "_keep", keep)
            assert keep(*args, **kwargs) is True
            return keep(*args, **kwargs)

        monkeypatch.setattr(module, "_keep", rival_first)
        return found

    monkeypatch.setattr(module, "read_book", read_while_a_rival_imports)
    assert _import().was_imported_before is True
    assert _kept() == (1, 11)


def test_a_dry_run_keeps_nothing():
    assert _import(dry_run=True).replayed_exactly == 5
    assert _kept() == (0, 0)


def test_unreadable_lines_are_left_out_and_reported():
    lines = BOOK.split(b"\n")
    found = _import(b"\n".join([*lines[:3], b"rubbish", *lines[3:]]))
    assert (found.rows, found.current, found.replayed_exactly) == (12, 9, 5)
    assert [one.line for one in found.unreadable] == [4]
    assert _kept() == (1, 11)


def test_a_book_without_one_readable_line_keeps_nothing():
    found = _import(BOOK.split(b"\n")[0] + b"\nrubbish\n")
    assert (found.rows, found.current, len(found.unreadable)) == (1, 0, 1)
    assert _kept() == (0, 0)


def test_nothing_half_imported_stays(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr(module, "record_event", fail)
    with pytest.raises(RuntimeError, match="the power went"):
        _import()
    assert _kept() == (0, 0)
    monkeypatch.undo()
    assert _import().was_imported_before is False
    assert _kept() == (1, 11)


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"source": "prosper"}, "unknown_source"),
        ({"content": b"no,book\n1,2\n"}, "no_loan_book"),
        ({"content": b""}, "no_loan_book"),
    ],
)
def test_refuses_what_is_no_book_of_a_known_source(changes, code):
    with pytest.raises(Refused) as refusal:
        _import(**changes)
    assert refusal.value.code == code
    assert _kept() == (0, 0)


def test_refuses_a_file_too_large_to_be_a_book(monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", len(BOOK) - 1)
    with pytest.raises(Refused) as refusal:
        _import()
    assert refusal.value.code == "book_too_large"


def test_the_database_refuses_to_change_an_imported_loan():
    _import()
    for change in (
        lambda: ImportedLoan.objects.update(periods=1),
        lambda: ImportedLoan.objects.all().delete(),
        lambda: LoanBook.objects.update(file_name="other.csv"),
    ):
        with pytest.raises(DatabaseError, match="rows are only added"), transaction.atomic():
            change()
    assert _kept() == (1, 11)
