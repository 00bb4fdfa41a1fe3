"""Receipts in suspense: to the payer's own wallet with evidence, or back to where they came from."""

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import User
from finance.custody import calls, sandbox_bank
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import PayoutHalt, SandboxTransaction, SuspenseItem
from finance.queries.wallets import wallet_balance
from finance.services.assign_suspense import assign_suspense
from finance.services.send_back_suspense import send_back_suspense
from finance.tasks import sweep
from tests.bank import balances, fact_about, order_deposit, plan, tell, transfers_of

EVIDENCE = "Transfer slip seen, number 4711"


@pytest.fixture
def item(db: None) -> SuspenseItem:
    """Five yuan from 王投, without a reference."""
    sandbox_bank.receive_unidentified(amount_fen=500, payer_name="王投")
    deliver_notifications()
    return SuspenseItem.objects.get()


def assert_books_hold() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def assign(actor: User, item: SuspenseItem, customer: str, evidence: str = EVIDENCE, key: str = "k") -> str:
    return assign_suspense(
        actor=actor, item_number=item.number, customer_number=customer, evidence=evidence, key=key
    )


def send_back(actor: User, item: SuspenseItem, key: str = "k") -> None:
    send_back_suspense(actor=actor, item_number=item.number, evidence=EVIDENCE, key=key)
    calls.send_refund(item.pk)
    item.refresh_from_db()


def test_an_unidentified_receipt_lies_in_suspense(item: SuspenseItem) -> None:
    assert (item.status, item.reason, item.payer_name) == ("open", "unidentified", "王投")
    assert transfers_of(item.number) == [("suspense.received", "1001", "2401", 500)]
    assert_books_hold()


def test_assigned_to_the_payer_only(
    item: SuspenseItem, investor: User, borrower: User, finance_manager: User
) -> None:
    for customer, code in (
        (borrower.number, "not_same_name"),
        ("U0", "no_customer"),
        (finance_manager.number, "no_customer"),
    ):
        with pytest.raises(Refused) as refusal:
            assign(finance_manager, item, customer)
        assert refusal.value.code == code
    with pytest.raises(Refused) as refusal:
        assign(finance_manager, item, investor.number, evidence="  yes  ")
    assert refusal.value.code == "evidence_needed"
    assert (balances("2401"), wallet_balance(borrower)) == ((500,), (0, 0))
    assert assign(finance_manager, item, investor.number) == item.number
    item.refresh_from_db()
    assert (item.status, item.assigned_to, item.cleared_by, item.evidence) == (
        "assigned",
        investor,
        finance_manager,
        EVIDENCE,
    )
    assert transfers_of(item.number)[1:] == [("suspense.assigned", "2401", "2001", 500)]
    assert wallet_balance(investor) == (500, 0)
    with pytest.raises(Refused) as refusal:
        assign(finance_manager, item, investor.number, key="k2")
    assert refusal.value.code == "not_open"
    assert wallet_balance(investor) == (500, 0)
    assert_books_hold()


def test_the_banks_own_word_for_the_payer_is_the_same_name(payer: User, finance_manager: User) -> None:
    deposit = order_deposit(payer, 10_000)
    tell(fact_about("deposit.confirmed", deposit, amount_fen=9_000))
    assign(finance_manager, SuspenseItem.objects.get(), payer.number)
    assert wallet_balance(payer) == (9_000, 0)


def test_sent_back(item: SuspenseItem, finance_manager: User) -> None:
    send_back(finance_manager, item)
    assert (item.status, balances("2401", "2101", "1001")) == ("returning", (0, 500, 500))
    assert_books_hold()
    deliver_notifications()
    item.refresh_from_db()
    assert item.status == "returned"
    assert transfers_of(item.number)[1:] == [
        ("suspense.returning", "2401", "2101", 500),
        ("suspense.returned", "2101", "1001", 500),
    ]
    assert balances("2401", "2101", "1001") == (0, 0, 0)
    assert_books_hold()


def test_a_refund_that_bounces_goes_back_on_the_list_and_may_be_tried_again(
    item: SuspenseItem, finance_manager: User
) -> None:
    plan("bounce_withdrawal")
    send_back(finance_manager, item)
    first = item.return_reference
    deliver_notifications()
    item.refresh_from_db()
    assert (item.status, item.return_reference, balances("2401", "2101")) == ("open", "", (500, 0))
    assert_books_hold()
    send_back(finance_manager, item, key="k2")
    assert item.return_reference != first
    deliver_notifications()
    item.refresh_from_db()
    assert (item.status, balances("1001")) == ("returned", (0,))
    assert_books_hold()


def test_a_refund_whose_call_timed_out_is_asked_for(item: SuspenseItem, finance_manager: User) -> None:
    plan("time_out")
    plan("silent")
    send_back(finance_manager, item)
    calls.send_refund(item.pk)
    SuspenseItem.objects.update(next_ask_at=clock.now())
    sweep()
    item.refresh_from_db()
    assert item.status == "returned"
    assert SandboxTransaction.objects.filter(kind="refund").count() == 1
    assert_books_hold()


def test_a_refund_whose_call_was_lost_goes_back_on_the_list(
    item: SuspenseItem, finance_manager: User
) -> None:
    plan("lose_call")
    send_back(finance_manager, item)
    SuspenseItem.objects.update(next_ask_at=clock.now())
    sweep()
    item.refresh_from_db()
    assert (item.status, balances("2401", "2101")) == ("open", (500, 0))


def test_a_halt_holds_refunds_too(item: SuspenseItem, finance_manager: User) -> None:
    PayoutHalt.objects.create(reason="test", business_on=clock.today(), halted_at=clock.now())
    with pytest.raises(Refused) as refusal:
        send_back(finance_manager, item)
    assert refusal.value.code == "payouts_halted"
    item.refresh_from_db()
    assert (item.status, balances("2401")) == ("open", (500,))


def test_a_refund_we_did_not_order_is_a_conflict(item: SuspenseItem, payer: User) -> None:
    deposit = order_deposit(payer, 500)
    assert tell(fact_about("refund.paid", deposit, reference="RT-STRANGE")).word == "conflict"
    assert balances("2401", "1001") == (500, 500)
