"""A withdrawal on every path: the money is in exactly one place at each step."""

import datetime as dt
from typing import Any

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Document, Event, FaceCheck, Message, User
from finance.custody import calls, sandbox_bank
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import (
    BankCard,
    PayoutHalt,
    SandboxNotification,
    SandboxTransaction,
    SuspenseItem,
    WalletFreeze,
    Withdrawal,
)
from finance.queries.wallets import wallet_balance
from finance.services.request_withdrawal import request_withdrawal
from finance.tasks import sweep
from tests.bank import balances, fact_about, order_withdrawal, plan, tell, transfers_of
from tests.money import fund


@pytest.fixture
def owner(payer: User) -> User:
    fund(payer, 10_000)
    return payer


def assert_books_hold() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def due_now(order: Withdrawal) -> None:
    Withdrawal.objects.filter(pk=order.pk).update(next_ask_at=clock.now())


def request(owner: User, amount_fen: int, key: str = "k") -> str:
    card = BankCard.objects.get(user=owner).number
    return request_withdrawal(actor=owner, card_number=card, amount_fen=amount_fen, key=key)


def halt() -> PayoutHalt:
    return PayoutHalt.objects.create(reason="test", business_on=clock.today(), halted_at=clock.now())


def test_paid(owner: User) -> None:
    withdrawal = order_withdrawal(owner, 4_000)
    assert (withdrawal.status, wallet_balance(owner), balances("2101", "1001")) == (
        "sent",
        (6_000, 0),
        (4_000, 10_000),
    )
    assert_books_hold()
    assert deliver_notifications() == 1
    withdrawal.refresh_from_db()
    assert withdrawal.status == "confirmed"
    assert transfers_of(withdrawal.number) == [
        ("withdrawal.requested", "2001", "2101", 4_000),
        ("withdrawal.paid", "2101", "1001", 4_000),
    ]
    assert balances("2101", "1001") == (0, 6_000)
    kinds = (
        Event.objects.filter(subject_number=withdrawal.number).order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == ["withdrawal.requested", "withdrawal.sent", "withdrawal.confirmed"]
    assert Message.objects.filter(to=owner, template="withdrawal_confirmed", channel="inbox").count() == 1
    assert_books_hold()


def test_more_than_there_is_is_refused_and_nothing_moves(owner: User) -> None:
    with pytest.raises(Refused) as refusal:
        request(owner, 10_001)
    assert (refusal.value.code, refusal.value.field) == ("insufficient_funds", "amount")
    assert not Withdrawal.objects.exists()
    assert (wallet_balance(owner), balances("2101")) == ((10_000, 0), (0,))
    assert request(owner, 10_000).startswith("WD")
    assert wallet_balance(owner) == (0, 0)


@pytest.mark.parametrize(
    ("model", "code"), [(Document, "documents_missing"), (FaceCheck, "face_missing")], ids=["card", "face"]
)
def test_nobody_takes_money_out_before_card_and_face(owner: User, model: Any, code: str) -> None:
    kept = list(model.objects.all())
    model.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        request(owner, 4_000)
    assert refusal.value.code == code
    assert not Withdrawal.objects.exists()
    assert (wallet_balance(owner), balances("2101")) == ((10_000, 0), (0,))
    model.objects.bulk_create(kept)
    assert request(owner, 4_000).startswith("WD")


def test_the_same_press_twice_takes_once(owner: User) -> None:
    first = request(owner, 4_000)
    assert request(owner, 4_000) == first
    assert (wallet_balance(owner), Withdrawal.objects.count()) == ((6_000, 0), 1)


def test_only_to_the_own_verified_card(owner: User, borrower: User) -> None:
    fund(borrower, 5_000)
    card = BankCard.objects.get(user=borrower).number
    with pytest.raises(Refused) as refusal:
        request_withdrawal(actor=owner, card_number=card, amount_fen=100, key="k")
    assert refusal.value.code == "card_not_verified"
    assert wallet_balance(owner) == (10_000, 0)


def test_a_frozen_wallet_gives_nothing_out(owner: User) -> None:
    WalletFreeze.objects.create(user=owner, reason="recall", reference="DP0", frozen_at=clock.now())
    with pytest.raises(Refused) as refusal:
        request(owner, 100)
    assert refusal.value.code == "wallet_frozen"
    assert wallet_balance(owner) == (10_000, 0)


def test_a_halt_refuses_new_ones_and_holds_those_that_wait(owner: User) -> None:
    withdrawal = Withdrawal.objects.get(number=request(owner, 4_000))
    row = halt()
    with pytest.raises(Refused) as refusal:
        request(owner, 100, key="k2")
    assert refusal.value.code == "payouts_halted"
    calls.send_withdrawal(withdrawal.pk)
    withdrawal.refresh_from_db()
    assert withdrawal.status == "requested"
    assert not SandboxTransaction.objects.filter(reference=withdrawal.number).exists()
    row.delete()
    Withdrawal.objects.update(requested_at=clock.now() - dt.timedelta(minutes=1))
    sweep()
    withdrawal.refresh_from_db()
    assert withdrawal.status == "confirmed"


def test_bounced_comes_back(owner: User) -> None:
    plan("bounce_withdrawal")
    withdrawal = order_withdrawal(owner, 4_000)
    deliver_notifications()
    withdrawal.refresh_from_db()
    assert (withdrawal.status, withdrawal.failure) == ("failed", "card_closed")
    assert transfers_of(withdrawal.number)[1:] == [("withdrawal.bounced", "2101", "2001", 4_000)]
    assert (wallet_balance(owner), balances("2101", "1001")) == ((10_000, 0), (0, 10_000))
    assert Message.objects.filter(to=owner, template="withdrawal_failed", channel="inbox").count() == 1
    assert_books_hold()


def test_declined_at_once_comes_back(owner: User) -> None:
    BankCard.objects.filter(user=owner).update(bank_token="unknown-to-the-bank")
    withdrawal = order_withdrawal(owner, 4_000)
    assert (withdrawal.status, wallet_balance(owner)) == ("failed", (10_000, 0))
    assert_books_hold()


def test_returned_after_payment(owner: User) -> None:
    withdrawal = order_withdrawal(owner, 4_000)
    deliver_notifications()
    sandbox_bank.return_payout(SandboxTransaction.objects.get(reference=withdrawal.number).bank_number)
    deliver_notifications()
    withdrawal.refresh_from_db()
    assert withdrawal.status == "returned"
    assert transfers_of(withdrawal.number)[2:] == [("withdrawal.returned", "1001", "2001", 4_000)]
    assert (wallet_balance(owner), balances("2101", "1001")) == ((10_000, 0), (0, 10_000))
    assert_books_hold()


def test_a_return_that_overtakes_the_payment_waits_for_it(owner: User) -> None:
    plan("reorder")
    withdrawal = order_withdrawal(owner, 4_000)
    sandbox_bank.return_payout(SandboxTransaction.objects.get(reference=withdrawal.number).bank_number)
    assert deliver_notifications() == 2
    withdrawal.refresh_from_db()
    assert withdrawal.status == "returned"
    assert [row[0] for row in transfers_of(withdrawal.number)] == [
        "withdrawal.requested",
        "withdrawal.paid",
        "withdrawal.returned",
    ]
    assert wallet_balance(owner) == (10_000, 0)
    assert_books_hold()


def test_a_call_that_timed_out_is_asked_for_never_sent_again(owner: User) -> None:
    plan("time_out")
    plan("silent")
    withdrawal = order_withdrawal(owner, 4_000)
    assert (withdrawal.status, balances("2101")) == ("unknown", (4_000,))
    calls.send_withdrawal(withdrawal.pk)
    due_now(withdrawal)
    sweep()
    withdrawal.refresh_from_db()
    assert withdrawal.status == "confirmed"
    assert SandboxTransaction.objects.filter(reference=withdrawal.number).count() == 1
    SandboxNotification.objects.update(state="queued")
    deliver_notifications()
    assert [row[0] for row in transfers_of(withdrawal.number)] == ["withdrawal.requested", "withdrawal.paid"]
    assert_books_hold()


def test_a_call_that_was_lost_comes_back_and_can_never_be_paid_late(owner: User) -> None:
    plan("lose_call")
    withdrawal = order_withdrawal(owner, 4_000)
    due_now(withdrawal)
    sweep()
    withdrawal.refresh_from_db()
    assert (withdrawal.status, withdrawal.failure, wallet_balance(owner)) == (
        "failed",
        "never_received",
        (10_000, 0),
    )
    from finance.custody.sandbox_gateway import SandboxGateway

    card = BankCard.objects.get(user=owner)
    late = SandboxGateway().send_withdrawal(
        reference=withdrawal.number,
        customer=f"C-{owner.number}",
        card_token=card.bank_token,
        amount_fen=4_000,
    )
    assert type(late).__name__ == "Declined"
    assert_books_hold()


def test_a_silent_bank_is_asked_after_its_answer_grew_old(owner: User) -> None:
    plan("silent")
    withdrawal = order_withdrawal(owner, 4_000)
    deliver_notifications()
    sweep()
    withdrawal.refresh_from_db()
    assert withdrawal.status == "sent"
    due_now(withdrawal)
    sweep()
    withdrawal.refresh_from_db()
    assert withdrawal.status == "confirmed"


def test_paid_after_it_was_given_back_is_taken_back_and_the_wallet_frozen(owner: User) -> None:
    withdrawal = order_withdrawal(owner, 4_000)
    assert tell(fact_about("withdrawal.bounced", withdrawal, reason="card_closed")).word == "recorded"
    assert wallet_balance(owner) == (10_000, 0)
    assert tell(fact_about("withdrawal.paid", withdrawal)).word == "recorded"
    assert transfers_of(withdrawal.number)[2:] == [("withdrawal.paid_late", "2001", "1001", 4_000)]
    assert (wallet_balance(owner), balances("1001")) == ((6_000, 0), (6_000,))
    assert WalletFreeze.objects.get().reason == "paid_twice"


@pytest.mark.parametrize(
    "changes", [{"amount_fen": 4_001}, {"reference": "WD-STRANGE"}, {"customer": "C-OTHER"}]
)
def test_a_payout_we_did_not_order_is_a_conflict_and_books_nothing(owner: User, changes: dict) -> None:
    withdrawal = order_withdrawal(owner, 4_000)
    assert tell(fact_about("withdrawal.paid", withdrawal, **changes)).word == "conflict"
    withdrawal.refresh_from_db()
    assert (withdrawal.status, balances("1001", "2101")) == ("sent", (10_000, 4_000))


def test_a_bounce_after_the_payment_is_a_conflict(owner: User) -> None:
    withdrawal = order_withdrawal(owner, 4_000)
    tell(fact_about("withdrawal.paid", withdrawal))
    assert tell(fact_about("withdrawal.bounced", withdrawal)).word == "conflict"
    assert wallet_balance(owner) == (6_000, 0)


def test_a_return_of_another_amount_goes_to_suspense(owner: User) -> None:
    withdrawal = order_withdrawal(owner, 4_000)
    tell(fact_about("withdrawal.paid", withdrawal))
    assert tell(fact_about("withdrawal.returned", withdrawal, amount_fen=3_000)).word == "suspense"
    assert (SuspenseItem.objects.get().reason, wallet_balance(owner)) == ("amount", (6_000, 0))
