"""verify: clean books pass, each kind of breach is named and halts payouts."""

import datetime as dt
import hashlib
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts import append_only, invariants
from accounts.errors import Refused, StaleState
from accounts.models import BusinessDate, Event, User
from finance import chart
from finance.chart import wallet_available
from finance.models import Entry, Hold, LedgerAccount, PayoutHalt
from finance.posting import TransferInput
from finance.queries.digest import books_digest
from finance.queries.halts import payouts_halted
from finance.services.ask_halt_lift import ask_halt_lift
from finance.services.place_hold import place_hold
from finance.services.post_entries import post_entries
from finance.services.release_hold import release_hold
from finance.services.reverse_entry import reverse_entry
from finance.services.set_payout_halt import set_payout_halt
from finance.services.verify_books import verify_books
from tests.approvals import decide_halt_lift
from tests.factories import make_staff
from tests.finance.ledger_helpers import deposit, entry, pay

FINANCE = {
    "debits_equal_credits",
    "totals_equal_transfers",
    "no_transfer_across_books",
    "custody_adds_up",
    "company_money_agrees",
    "wallets_not_negative",
    "memorandum_agrees",
    "open_holds_are_held",
    "each_hold_ends_once",
    "entries_move_something",
    "append_only_guards_stand",
}


RAISE_ONE_WALLET = """
UPDATE finance_ledgeraccount SET credits_fen = credits_fen + 1
WHERE id = (SELECT MIN(id) FROM finance_ledgeraccount WHERE code = '2001')
"""


@pytest.fixture(autouse=True)
def only_finance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check the floor of finance alone: the floors above have their own objects, which these books lack."""
    own = {
        name: check for name, check in invariants._checks.items() if check.__module__ == "finance.invariants"
    }
    monkeypatch.setattr(invariants, "_checks", own)


@pytest.fixture
def books(investor: User, borrower: User) -> None:
    """Books with something of everything in them."""
    deposit(investor, 100_000)
    first = place_hold(owner=investor, amount_fen=30_000, purpose="bid", reference="BD1", key="b1")
    place_hold(owner=investor, amount_fen=500, purpose="bid", reference="BD2", key="b2")
    release_hold(hold_id=first.pk, key="r1")
    post_entries(
        [
            entry(
                TransferInput(wallet_available(investor), chart.company_in_custody(), 106, "fee"),
                TransferInput(chart.due_from_custody(), chart.income("4002"), 100, "fee"),
                TransferInput(chart.due_from_custody(), chart.output_vat(), 6, "fee"),
                TransferInput(chart.loans_outstanding(), chart.investors_claims(), 7_000, "principal"),
            )
        ]
    )
    [wrong] = post_entries([pay(wallet_available(investor), wallet_available(borrower), 1)])
    reverse_entry(entry_id=wrong.id, reference="T1", key="reverse")


def breaches() -> set[str]:
    return {finding.name for finding in verify_books().findings if not finding.ok}


def tamper(statement: str) -> None:
    with append_only.lifted(), connection.cursor() as cursor:
        cursor.execute(statement)


def verify_json(*options: str) -> tuple[dict, int]:
    out, code = StringIO(), 0
    try:
        call_command("verify", *options, "--format", "json", stdout=out)
    except SystemExit as leaving:
        code = leaving.code
    return json.loads(out.getvalue()), code


def test_clean_books_pass_line_by_line(books: None) -> None:
    document, code = verify_json()
    assert (document["ok"], document["digest"], code) == (True, None, 0)
    names = [line["name"] for line in document["invariants"]]
    assert set(names) == FINANCE
    assert all(line == {"name": line["name"], "ok": True, "detail": ""} for line in document["invariants"])
    assert payouts_halted() is None


def test_people_get_a_table(books: None) -> None:
    out = StringIO()
    call_command("verify", "--digest", stdout=out, no_color=True)
    assert "custody_adds_up           ok" in out.getvalue()
    assert f"digest  {books_digest()}" in out.getvalue()


@pytest.mark.parametrize(
    "statement, names",
    [
        (
            RAISE_ONE_WALLET,
            {"debits_equal_credits", "totals_equal_transfers", "custody_adds_up"},
        ),
        (
            "UPDATE finance_transfer SET amount_fen = amount_fen + 1 WHERE purpose = 'principal'",
            {"totals_equal_transfers"},
        ),
        (
            "DELETE FROM finance_transfer WHERE purpose = 'principal'",
            {"totals_equal_transfers"},
        ),
        (
            "UPDATE finance_hold SET amount_fen = 501 WHERE status = 'held'",
            {"open_holds_are_held", "each_hold_ends_once"},
        ),
        (
            "UPDATE finance_hold SET ended_entry_id = placed_entry_id WHERE status = 'released'",
            {"each_hold_ends_once"},
        ),
        (
            "UPDATE finance_ledgeraccount SET debits_fen = debits_fen + 1 WHERE code = '1003'",
            {"debits_equal_credits", "totals_equal_transfers", "company_money_agrees"},
        ),
        (
            "UPDATE finance_ledgeraccount SET credits_fen = credits_fen + 1 WHERE code = '2302'",
            set(),
        ),
        (
            "UPDATE finance_ledgeraccount SET code = '2302' WHERE code = '2301'",
            {"memorandum_agrees"},
        ),
        (
            "UPDATE finance_ledgeraccount SET code = '4001' WHERE code = '2190'",
            {"debits_equal_credits", "no_transfer_across_books", "custody_adds_up", "company_money_agrees"},
        ),
        (
            "DELETE FROM finance_transfer WHERE entry_id = (SELECT MIN(id) FROM finance_entry)",
            {"totals_equal_transfers", "entries_move_something"},
        ),
        (
            "UPDATE finance_transfer SET amount_fen = 2 WHERE entry_id = (SELECT MAX(id) FROM finance_entry)",
            {"totals_equal_transfers", "entries_move_something"},
        ),
    ],
)
def test_each_tampering_is_named(books: None, statement: str, names: set[str]) -> None:
    tamper(statement)
    assert breaches() == names


def test_a_missing_trigger_is_named(books: None) -> None:
    with connection.cursor() as cursor:
        on_table = " ON finance_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER finance_entry_refuses_update{on_table}")
    assert breaches() == {"append_only_guards_stand"}
    append_only.install()
    assert breaches() == set()


def test_a_breach_exits_with_1_and_halts_payouts_until_a_person_lifts_it(
    books: None, finance_manager: User
) -> None:
    tamper("UPDATE finance_hold SET amount_fen = 501 WHERE status = 'held'")
    document, code = verify_json("--digest")
    assert (document["ok"], code) == (False, 1)
    [line] = [line for line in document["invariants"] if line["name"] == "open_holds_are_held"]
    assert "5.01" in line["detail"]
    assert "5.00" in line["detail"]
    halt = payouts_halted()
    assert halt is not None
    assert "open_holds_are_held" in halt.reason
    verify_json()
    assert PayoutHalt.objects.count() == Event.objects.filter(kind="payout_halt.opened").count() == 1
    with pytest.raises(Refused) as refusal:
        ask_halt_lift(actor=finance_manager, because="Looked at it.")
    assert refusal.value.code == "books_not_clean"
    tamper("UPDATE finance_hold SET amount_fen = 500 WHERE status = 'held'")
    assert verify_json()[1] == 0
    assert payouts_halted() == halt
    with pytest.raises(Refused) as refusal:
        ask_halt_lift(actor=finance_manager, because="  ")
    assert refusal.value.code == "reason_missing"
    ask_halt_lift(actor=finance_manager, because="The hold was typed wrong.")
    assert payouts_halted() == halt
    second = make_staff("second.manager@example.cn", "finance_manager")
    decide_halt_lift(second)
    assert payouts_halted() is None
    with pytest.raises(StaleState):
        ask_halt_lift(actor=finance_manager, because="Again.")
    lifted = Event.objects.get(kind="payout_halt.lifted")
    assert (lifted.actor, lifted.data["asked_by"]) == (second, finance_manager.number)


def test_clean_findings_open_no_halt(books: None) -> None:
    assert set_payout_halt(findings=verify_books().findings) is None
    assert not PayoutHalt.objects.exists()


def test_the_digest_is_of_the_rows_the_design_names(investor: User) -> None:
    BusinessDate.objects.update_or_create(id=1, defaults={"today_on": dt.date(2026, 11, 23)})
    deposit(investor, 100)
    rows = "2026-11-23\tdeposit\t1001\t\t100\n2026-11-23\tdeposit\t2001\tinvestor@example.cn\t-100\n"
    assert verify_books(with_digest=True).digest == hashlib.sha256(rows.encode()).hexdigest()


def test_the_digest_knows_neither_order_nor_slots_nor_how_entries_were_cut(
    investor: User, borrower: User
) -> None:
    give = [
        TransferInput(chart.custody_bank(), wallet_available(investor), 7, "a"),
        TransferInput(chart.custody_bank(), wallet_available(borrower), 5, "b"),
    ]
    point = transaction.savepoint()
    post_entries([entry(give[0]), entry(give[1], reference="other")])
    one_by_one = books_digest()
    transaction.savepoint_rollback(point)
    LedgerAccount.objects.filter(code="1001").delete()
    post_entries([entry(*reversed(give))])
    LedgerAccount.objects.filter(code="1001").update(slot=9)
    assert books_digest() == one_by_one
    post_entries([entry(give[0])])
    assert books_digest() != one_by_one


@pytest.mark.django_db(transaction=True)
def test_verify_reads_one_moment_outside_a_transaction() -> None:
    post_entries([pay(chart.custody_bank(), chart.suspense(), 5)])
    document, code = verify_json("--digest")
    assert (document["ok"], code) == (True, 0)
    assert len(document["digest"]) == 64
    assert Entry.objects.count() == 1
    assert not Hold.objects.exists()
