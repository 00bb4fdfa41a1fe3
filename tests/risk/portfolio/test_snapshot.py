"""The daily snapshot: written by the close, small, the same for any past day however often it is worked out."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.models import BusinessDate
from finance.models import Entry
from lending.models import Loan
from lending.services.pay_loan import pay_loan
from risk.models import LoanSnapshot, SnapshotDay, SnapshotLoan
from risk.portfolio.comparison import compare_day
from risk.portfolio.queries import loans_on, vintage_loans
from risk.services.fill_snapshots import fill_snapshots
from risk.services.seal_snapshot import find_day_to_seal, seal_snapshot
from risk.services.take_snapshot import find_loans_to_snapshot, take_snapshot
from tests.closing import close_through, set_today
from tests.factories import make_customer
from tests.lending import factories
from tests.money import fund
from tests.risk.portfolio.books import DUE, START, late, told, write_down

ONE = dt.timedelta(days=1)


def test_the_close_writes_the_book_down_once_and_a_quiet_day_adds_no_loan(loan: Loan) -> None:
    entries = Entry.objects.count()
    close_through(START + 2 * ONE)
    assert told(loan) == [("01-15", 10_000_00, 0, "normal")]
    facts = SnapshotLoan.objects.get()
    assert (facts.grade, facts.line, facts.dealer, facts.periods) == ("B", "cash", None, 12)
    assert (facts.region, facts.principal_fen, facts.disbursed_on) == (
        loan.borrower.person.identity_number[:2],  # type: ignore[union-attr]
        10_000_00,
        START,
    )
    assert list(SnapshotDay.objects.order_by("as_of_on").values_list("as_of_on", "loans", "book_fen")) == [
        (START + n * ONE, 1, 10_000_00) for n in range(3)
    ]
    assert find_loans_to_snapshot(START + 2 * ONE, 0, 500) == []
    assert find_day_to_seal(START + 2 * ONE, 0, 1) == []
    # Under this pack a class, and with it a provision, is information: nothing is posted for it.
    assert Entry.objects.count() == entries


def test_an_unpaid_loan_has_a_row_only_for_days_on_which_something_changed(loan: Loan) -> None:
    days = (0, 1, 2, 30, 31, 61, 90, 91, 181, 270, 271, 361)
    write_down(START, *(late(one) for one in days))
    assert told(loan) == [
        ("01-15", 10_000_00, 0, "normal"),
        ("02-16", 10_000_00, 1, "special_mention"),
        # A second instalment falls due and is late: more of it is overdue.
        ("03-17", 10_000_00, 1, "special_mention"),
        ("03-18", 10_000_00, 2, "special_mention"),
        ("04-17", 10_000_00, 3, "special_mention"),
        ("05-16", 10_000_00, 3, "special_mention"),
        ("05-17", 10_000_00, 4, "substandard"),
        ("08-15", 10_000_00, 5, "substandard"),
        ("11-12", 10_000_00, 5, "substandard"),
        ("11-13", 10_000_00, 5, "doubtful"),
        ("02-11", 10_000_00, 6, "loss"),
    ]
    assert [one.bucket for one in loans_on(late(60))] == [2]
    [vintage] = vintage_loans(late(400), 4)
    assert (vintage.bad_on, vintage.bad_fen) == (late(91), 10_000_00)
    assert vintage_loans(late(90), 4)[0].bad_on is None


def test_a_past_day_stays_as_it_was_whatever_is_paid_later(loan: Loan) -> None:
    write_down(START, late(1), late(5))
    before = compare_day(late(5))
    assert before.is_same
    assert before.loans == 1
    BusinessDate.objects.update(today_on=late(9))
    with clock.simulated(late(9)):
        fund(loan.borrower, 2_000_00)
        row = loan.instalments.get(n=1)
        pay_loan(loan=loan, payer=loan.borrower, amount_fen=row.principal_fen, key="late")
    write_down(late(9))
    assert compare_day(late(5)).digest == before.digest
    assert all(compare_day(day).is_same for day in (START, late(1), late(5), late(9)))
    assert loans_on(late(5))[0].outstanding_fen == 10_000_00
    assert loans_on(late(9))[0].outstanding_fen < 10_000_00
    # Written down a second time it is the same.
    assert take_snapshot(business_date=late(9), loan_ids=[loan.pk]) == 0


def test_the_command_tells_a_day_that_was_tampered_with(
    loan: Loan, capsys: pytest.CaptureFixture[str]
) -> None:
    write_down(START, late(3))
    call_command("risk_snapshot", late(3).isoformat(), "--format", "json")
    told_day = json.loads(capsys.readouterr().out)
    assert (told_day["is_same"], told_day["on_book"], told_day["book_fen"]) == (True, 1, 10_000_00)
    assert told_day["by_class_fen"]["special_mention"] == 10_000_00
    facts = SnapshotLoan.objects.get()
    LoanSnapshot.objects.create(
        loan=facts,
        from_on=late(2),
        status="active",
        outstanding_fen=1,
        overdue_fen=0,
        bucket=0,
        five_class="normal",
    )
    seal_snapshot(business_date=late(2))
    with pytest.raises(CommandError, match="not what the loans' history says"):
        call_command("risk_snapshot", late(2).isoformat())
    out = capsys.readouterr().out
    assert loan.number in out
    assert "DIFFERS" in out
    with pytest.raises(CommandError, match="is no day"):
        call_command("risk_snapshot", "yesterday")


def test_rows_of_the_snapshot_are_only_added(loan: Loan) -> None:
    write_down(START)
    for table in (LoanSnapshot, SnapshotLoan, SnapshotDay):
        rows = table._base_manager.all()
        with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
            rows._raw_delete(rows.db)
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        LoanSnapshot.objects.update(bucket=0)


def test_days_closed_before_there_was_a_snapshot_are_filled_in_once(loan: Loan) -> None:
    BusinessDate.objects.update(closed_through_on=late(2), today_on=late(3))
    assert fill_snapshots() == (late(2) - START).days + 1
    assert told(loan) == [("01-15", 10_000_00, 0, "normal"), ("02-16", 10_000_00, 1, "special_mention")]
    assert fill_snapshots() == 0
    assert compare_day(DUE).is_same


def test_a_batch_takes_the_same_statements_for_one_loan_and_for_many(loan: Loan) -> None:
    def statements(day: dt.date) -> int:
        ids = find_loans_to_snapshot(day, 0, 500)
        with CaptureQueriesContext(connection) as asked:
            take_snapshot(business_date=day, loan_ids=ids)
        return len(asked)

    one = statements(late(1))
    set_today(START)
    with clock.simulated(START):
        for number in range(3):
            factories.make_active_loan(make_customer(f"more{number}@example.cn"))
    assert statements(late(2)) == one
    assert SnapshotLoan.objects.count() == 4
