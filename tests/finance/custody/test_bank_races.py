"""Everything pressed at once, on PostgreSQL: one effect each, and the books hold."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import close_old_connections, connection

from accounts import locking
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import User
from finance.custody import calls, sandbox_bank
from finance.custody.sandbox_customer import bind_own_card, pay_in
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import BankCard, Deposit, SandboxTransaction, SuspenseItem, Withdrawal
from finance.queries.wallets import wallet_balance
from finance.services.assign_suspense import assign_suspense
from finance.services.receive_notification import receive_notification
from finance.services.record_asked import record_asked
from finance.services.request_withdrawal import request_withdrawal
from tests.bank import balances, body_of, fact_about, order_deposit, order_withdrawal, plan, seal, token_of
from tests.factories import make_customer, make_staff
from tests.money import fund

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


@pytest.fixture
def owner() -> User:
    user = make_customer("owner@example.cn", name="王投")
    bind_own_card(user)
    return user


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start all at the same moment, each on a connection of its own; return results and refusals in order."""
    barrier = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(position: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            results[position] = work()
        except Refused as refusal:
            results[position] = refusal.code
        except Exception as error:
            results[position] = error
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not [result for result in results if isinstance(result, Exception)], results
    return results


def assert_books_hold() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def withdraw(owner: User, amount_fen: int, key: str = "") -> str:
    card = BankCard.objects.get(user=owner).number
    key = key or uuid.uuid4().hex
    return request_withdrawal(actor=owner, card_number=card, amount_fen=amount_fen, key=key)


def test_a_wallet_never_pays_out_twice(owner: User) -> None:
    fund(owner, 10_000)
    results = at_once(*[lambda: withdraw(owner, 8_000)] * 6)
    assert results.count("insufficient_funds") == 5
    assert (wallet_balance(owner), balances("2101"), Withdrawal.objects.count()) == ((2_000, 0), (8_000,), 1)
    assert_books_hold()


def test_one_form_pressed_many_times_at_once_orders_once(owner: User) -> None:
    fund(owner, 10_000)
    results = at_once(*[lambda: withdraw(owner, 1_000, key="form-1")] * 6)
    assert len(set(results)) == 1
    assert (wallet_balance(owner), Withdrawal.objects.count()) == ((9_000, 0), 1)


def test_one_notification_in_parallel_has_one_effect(owner: User) -> None:
    deposit = order_deposit(owner, 5_000)
    from finance.custody.message import write_message

    body = write_message("N-1", fact_about("deposit.confirmed", deposit))
    answers = at_once(*[lambda: receive_notification(headers=seal(body), body=body)] * 8)
    assert sorted(answer.word for answer in answers) == ["recorded"] + ["repeated"] * 7
    assert {answer.status for answer in answers} == {200}
    assert (wallet_balance(owner), balances("1001")) == ((5_000, 0), (5_000,))


def test_one_nonce_in_parallel_is_used_once(owner: User) -> None:
    bodies = [body_of() for _ in range(6)]
    works = [
        lambda body=body: receive_notification(headers=seal(body, nonce="nonce-0001"), body=body)
        for body in bodies
    ]
    statuses = sorted(answer.status for answer in at_once(*works))
    assert statuses == [200] + [409] * 5
    assert balances("2401") == (100,)


def test_a_notification_and_an_answer_in_parallel_have_one_effect(owner: User) -> None:
    plan("silent")
    deposit = order_deposit(owner, 5_000)
    order = sandbox_bank.authorise(token_of(deposit), confirmed=True)
    fact = sandbox_bank.fact_of(order)
    from finance.custody.gateway import Asked
    from tests.bank import tell

    asked = Asked("done", (fact,))
    at_once(
        *[lambda: tell(fact)] * 3,
        *[lambda: record_asked(model=Deposit, number=deposit.number, asked=asked)] * 3,
    )
    deposit.refresh_from_db()
    assert (deposit.status, wallet_balance(owner), balances("1001")) == ("confirmed", (5_000, 0), (5_000,))
    assert_books_hold()


def test_a_withdrawal_is_handed_over_once(owner: User) -> None:
    fund(owner, 10_000)
    withdrawal = Withdrawal.objects.get(number=withdraw(owner, 4_000))
    at_once(*[lambda: calls.send_withdrawal(withdrawal.pk)] * 6)
    assert SandboxTransaction.objects.filter(reference=withdrawal.number).count() == 1
    at_once(*[deliver_notifications] * 4)
    withdrawal.refresh_from_db()
    assert (withdrawal.status, balances("2101", "1001")) == ("confirmed", (0, 6_000))
    assert_books_hold()


def test_a_recall_against_withdrawals_loses_no_fen(owner: User) -> None:
    from tests.finance.custody.test_deposits import earn_fees

    earn_fees(make_customer("fees@example.cn"), 50_000)
    deposit = fund(owner, 10_000)
    order = SandboxTransaction.objects.get(reference=deposit.number)
    sandbox_bank.recall_deposit(order.bank_number)
    results = at_once(deliver_notifications, *[lambda: withdraw(owner, 2_500)] * 4)
    refused = {"wallet_frozen", "insufficient_funds"}
    taken_fen = 2_500 * len([one for one in results[1:] if one not in refused])
    deposit.refresh_from_db()
    assert deposit.status == "recalled"
    assert wallet_balance(owner) == (0, 0)
    assert balances("2101", "1221", "2190") == (taken_fen, taken_fen, 50_000 - taken_fen)
    assert_books_hold()


def test_a_receipt_is_cleared_once(owner: User) -> None:
    sandbox_bank.receive_unidentified(amount_fen=500, payer_name="王投")
    deliver_notifications()
    item = SuspenseItem.objects.get()
    cashier = make_staff("cashier@example.cn", "cashier")
    results = at_once(
        *[
            lambda: assign_suspense(
                actor=cashier,
                item_number=item.number,
                customer_number=owner.number,
                evidence="Transfer slip seen, number 4711",
                key=uuid.uuid4().hex,
            )
        ]
        * 5
    )
    assert results.count("not_open") == 4
    assert (wallet_balance(owner), balances("2401")) == ((500, 0), (0,))
    assert_books_hold()


def test_many_payments_of_many_people_at_once_neither_wait_for_ever_nor_fail(owner: User) -> None:
    people = [make_customer(f"p{running}@example.cn") for running in range(4)]
    for person in people:
        bind_own_card(person)
        fund(person, 10_000)

    def live(person: User) -> None:
        for _ in range(4):
            order_withdrawal(person, 1_000)
            # Another thread may be the one that delivers, so it is not looked at before the end.
            pay_in(person, 500)

    at_once(*[lambda person=person: live(person) for person in people])
    deliver_notifications()
    assert [wallet_balance(person) for person in people] == [(8_000, 0)] * 4
    assert balances("1001", "2101") == (32_000, 0)
    assert_books_hold()
