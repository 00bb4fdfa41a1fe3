"""The daily match through the sandbox bank: each planted error is found and named, payouts halt, two persons lift."""

import datetime as dt

import pytest
from django.core.management import call_command

from accounts import clock
from accounts.errors import Refused
from accounts.models import Event, Message, User
from finance import chart
from finance.custody.sandbox_customer import pay_in, pay_out
from finance.custody.sandbox_delivery import deliver_notifications
from finance.custody.sandbox_statement import stated_with_error
from finance.models import CustodyStatement, Entry, PayoutHalt, ReconciliationBreak, StatementLine
from finance.posting import EntryInput, TransferInput
from finance.queries.halts import payouts_halted
from finance.services.ask_halt_lift import ask_halt_lift
from finance.services.assign_break import assign_break
from finance.services.import_statement import import_statement
from finance.services.match_statement import match_statement
from finance.services.post_entries import post_entries
from finance.services.reconcile_day import reconcile_day
from finance.services.resolve_break import resolve_break
from finance.tasks import sweep
from tests.approvals import decide_number as decide
from tests.bank import order_withdrawal, plan
from tests.closing import close_each_through, set_today
from tests.factories import make_staff

DAY = dt.date(2026, 3, 2)
NEXT = DAY + dt.timedelta(days=1)
EVIDENCE = "电话向银行核实，已更正。"


@pytest.fixture
def moved(investor: User) -> User:
    """A day with a deposit of 1,000 and a withdrawal of 300 at the bank."""
    set_today(DAY)
    with clock.simulated(DAY):
        pay_in(investor, 1000_00)
        pay_out(investor, 300_00)
    return investor


@pytest.fixture
def accountant(db: None) -> User:
    return make_staff("accountant@example.cn", "accountant")


def close(day: dt.date = DAY) -> CustodyStatement:
    close_each_through(day)
    return CustodyStatement.objects.get(business_on=day, status__in=CustodyStatement.CURRENT)


def found() -> list[tuple[str, str, int]]:
    rows = ReconciliationBreak.objects.order_by("pk")
    return [(row.kind, row.subject, row.difference_fen) for row in rows]


def numbers() -> list[str]:
    return list(StatementLine.objects.order_by("row").values_list("bank_number", flat=True))


def test_a_day_that_agrees_closes_clean(moved: User) -> None:
    statement = close()
    assert statement.status == "matched"
    assert (statement.opening_fen, statement.in_fen, statement.out_fen) == (0, 1000_00, 300_00)
    assert statement.closing_fen == statement.ledger_closing_fen == 700_00
    assert [line.verdict for line in statement.lines.all()] == ["matched", "matched"]
    assert found() == []
    assert payouts_halted() is None
    kinds = (
        Event.objects.filter(subject_type="custodystatement").order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == ["statement.imported", "statement.matched"]
    call_command("verify")


@pytest.mark.parametrize(
    ("behaviour", "kind", "difference_fen"),
    [
        ("statement_missing", "missing_at_bank", 300_00),
        ("statement_doubled", "doubled", -300_00),
        ("statement_one_fen", "amount_differs", -1),
        ("statement_wrong_day", "wrong_day", 0),
        ("statement_unknown", "unknown_receipt", 88_88),
        ("statement_balance", "balance_differs", 1),
    ],
)
def test_each_planted_error_is_found_named_and_halts_payouts(
    moved: User, finance_manager: User, behaviour: str, kind: str, difference_fen: int
) -> None:
    plan(behaviour)
    assert close().status == "broken"
    [(named, _subject, by_fen)] = found()
    assert (named, by_fen) == (kind, difference_fen)
    with pytest.raises(Refused) as refusal:
        order_withdrawal(moved, 1_00)
    assert refusal.value.code == "payouts_halted"
    [told] = Message.objects.filter(to=finance_manager, template="reconciliation_broken", channel="inbox")
    assert told.link == "/office/finance/reconciliation/days/2026-03-02/"
    # The errors are the statement's: the next day goes on from it, or from the books, and names nothing again.
    close(NEXT)
    assert len(found()) == 1


def test_a_corrected_statement_takes_the_break_away_and_two_persons_let_payouts_run(
    moved: User, accountant: User, finance_manager: User
) -> None:
    other = make_staff("other.manager@example.cn", "finance_manager")
    plan("statement_one_fen")
    wrong = close()
    row = ReconciliationBreak.objects.get()
    with pytest.raises(Refused) as refusal:
        ask_halt_lift(actor=finance_manager, because="Looked at it.")
    assert refusal.value.code == "breaks_open"
    assign_break(number=row.number, owner=accountant, actor=finance_manager)
    resolution = {"number": row.number, "evidence": EVIDENCE, "entry_number": "", "actor": accountant}
    with pytest.raises(Refused) as refusal:
        resolve_break(resolution="corrected", **resolution)
    assert refusal.value.code == "still_there"

    right = reconcile_day(day=DAY)
    assert right is not None
    wrong.refresh_from_db()
    assert (wrong.status, right.status) == ("replaced", "broken")
    row.refresh_from_db()
    assert (row.status, row.gone_at is not None) == ("assigned", True)
    resolve_break(resolution="corrected", **resolution)
    right.refresh_from_db()
    assert right.status == "matched"

    assert payouts_halted() is not None
    asked = ask_halt_lift(actor=finance_manager, because=EVIDENCE)
    with pytest.raises(Refused) as refusal:
        decide(asked.number, finance_manager)
    assert refusal.value.code == "same_person"
    decide(asked.number, other)
    halt = PayoutHalt.objects.get()
    assert (halt.is_open, halt.lifted_by, halt.lift_approved_by) == (False, finance_manager, other)
    assert order_withdrawal(moved, 1_00).status == "sent"


def test_a_break_that_stands_needs_a_second_person(
    moved: User, accountant: User, finance_manager: User
) -> None:
    plan("statement_wrong_day")
    close()
    row = ReconciliationBreak.objects.get()
    assign_break(number=row.number, owner=accountant, actor=accountant)
    say = {"number": row.number, "evidence": EVIDENCE, "entry_number": ""}
    for actor, resolution, code in (
        (finance_manager, "accepted", "not_owner"),
        (accountant, "arrived", "still_there"),
        (accountant, "posted", "no_entry"),
    ):
        with pytest.raises(Refused) as refusal:
            resolve_break(resolution=resolution, actor=actor, **say)
        assert refusal.value.code == code
    with pytest.raises(Refused) as refusal:
        resolve_break(resolution="accepted", actor=accountant, **{**say, "evidence": "是"})
    assert refusal.value.code == "evidence_needed"

    asked = resolve_break(resolution="accepted", actor=accountant, **say).approval_number
    with pytest.raises(Refused) as refusal:
        assign_break(number=row.number, owner=finance_manager, actor=finance_manager)
    assert refusal.value.code == "not_open"
    decide(asked, finance_manager, is_approved=False)
    row.refresh_from_db()
    assert (row.status, row.resolution, row.approval_number) == ("assigned", "", "")

    asked = resolve_break(resolution="accepted", actor=accountant, **say).approval_number
    decide(asked, finance_manager)
    row.refresh_from_db()
    assert (row.status, row.resolved_by, row.checked_by) == ("resolved", accountant, finance_manager)
    # Matched again, the same break stays resolved; it does not halt anybody a second time.
    statement = CustodyStatement.objects.get()
    match_statement(statement_id=statement.pk)
    statement.refresh_from_db()
    row.refresh_from_db()
    assert (statement.status, row.status) == ("matched", "resolved")


def test_an_entry_made_by_hand_meets_the_unknown_receipt_and_the_break_is_gone(
    moved: User, accountant: User, finance_manager: User
) -> None:
    plan("statement_unknown")
    statement = close()
    row = ReconciliationBreak.objects.get()
    with clock.simulated(NEXT):
        [posted] = post_entries(
            [
                EntryInput(
                    kind="suspense.received",
                    reference=row.subject,
                    idempotency_key="by-hand",
                    transfers=[TransferInput(chart.custody_bank(), chart.suspense(), 88_88)],
                    value_on=DAY,
                )
            ]
        )
    match_statement(statement_id=statement.pk)
    row.refresh_from_db()
    assert row.gone_at is not None
    assert posted.id


def test_what_the_bank_still_has_is_in_transit_for_a_day_and_then_a_break(moved: User) -> None:
    with clock.simulated(DAY):
        plan("silent")
        number = order_withdrawal(moved, 100_00).number
    statement = close()
    assert (statement.status, statement.in_transit_fen) == ("matched", -100_00)
    assert (statement.closing_fen, statement.ledger_closing_fen) == (600_00, 700_00)
    assert payouts_halted() is None
    close(NEXT)
    statement.refresh_from_db()
    assert (statement.status, statement.in_transit_fen) == ("broken", 0)
    [row] = ReconciliationBreak.objects.all()
    assert (row.kind, row.reference, row.business_on) == ("missing_in_ledger", number, DAY)


def test_what_was_in_transit_and_arrives_matches(moved: User) -> None:
    with clock.simulated(DAY):
        plan("delay", seconds=20)
        order_withdrawal(moved, 100_00)
    statement = close()
    assert statement.in_transit_fen == -100_00
    with clock.simulated(NEXT):
        deliver_notifications()
    close(NEXT)
    statement.refresh_from_db()
    assert (statement.status, statement.in_transit_fen, found()) == ("matched", 0, [])


def test_a_tampered_loan_book_is_a_break(moved: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from finance import loan_book

    statement = close()
    monkeypatch.setattr(loan_book._book, "day", lambda day: loan_book.LoanBookDay(outstanding_fen=1))
    match_statement(statement_id=statement.pk)
    assert found() == [("loan_book_differs", "1301", 1)]


def test_a_refused_file_goes_whole_into_quarantine_and_nothing_else_changes(
    moved: User, accountant: User
) -> None:
    statement = close()
    content = stated_with_error(DAY, "").encode()
    with pytest.raises(Refused) as refusal:
        import_statement(content=content, source="upload", actor=accountant)
    assert refusal.value.code == "file_known"
    bad = content.replace(b",1000.00,", b",1000.01,", 1)
    row = import_statement(content=bad, source="upload", actor=accountant)
    assert (row.status, [fault["code"] for fault in row.faults]) == ("quarantined", ["credits_total"])
    assert row.content.encode() == bad
    assert not row.lines.exists()
    statement.refresh_from_db()
    assert (statement.status, found(), payouts_halted()) == ("matched", [], None)
    with pytest.raises(Refused) as refusal:
        import_statement(content=bad, source="upload", actor=accountant)
    assert refusal.value.code == "file_known"


def test_a_day_that_is_not_over_is_refused(moved: User, accountant: User) -> None:
    row = import_statement(content=stated_with_error(DAY, "").encode(), source="upload", actor=accountant)
    assert [fault["code"] for fault in row.faults] == ["day_not_over"]


def test_a_statement_that_was_not_ready_is_fetched_by_the_sweep(moved: User) -> None:
    plan("no_statement")
    close_each_through(DAY)
    assert not CustodyStatement.objects.exists()
    sweep()
    assert CustodyStatement.objects.get().status == "matched"


def test_only_whoever_reconciles_can_own_a_break(moved: User, accountant: User) -> None:
    plan("statement_one_fen")
    close()
    row = ReconciliationBreak.objects.get()
    cashier = make_staff("cashier@example.cn", "cashier")
    with pytest.raises(Refused) as refusal:
        assign_break(number=row.number, owner=cashier, actor=accountant)
    assert refusal.value.code == "not_their_job"
    row.refresh_from_db()
    assert row.status == "open"


def test_a_quiet_night_is_what_the_night_before_was_unless_anything_moved(moved: User) -> None:
    first = close()
    second = close(NEXT)
    said = Event.objects.get(kind="statement.matched", subject_id=second.pk).data
    assert (second.status, said["as"]) == ("matched", first.number)
    assert (second.opening_fen, second.closing_fen) == (700_00, 700_00)
    assert (second.ledger_opening_fen, second.ledger_closing_fen) == (700_00, 700_00)
    plan("statement_balance")
    third = close(NEXT + dt.timedelta(days=1))
    assert (third.status, found()) == ("broken", [("balance_differs", "opening", 1)])
    fourth_on = NEXT + dt.timedelta(days=2)
    with clock.simulated(fourth_on):
        post_entries(
            [
                EntryInput(
                    kind="suspense.received",
                    reference="NOBODY",
                    idempotency_key="unseen",
                    transfers=[TransferInput(chart.custody_bank(), chart.suspense(), 1)],
                )
            ]
        )
    assert close(fourth_on).status == "broken"
    assert found()[1:] == [("missing_at_bank", f"JE20260305{post_id():08d}", -1)]


def post_id() -> int:
    return Entry.objects.latest("pk").pk
