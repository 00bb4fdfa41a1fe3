"""A deposit on every path it may take: exact transfers, exact balances, and nothing moved where it was refused."""

import datetime as dt
from collections.abc import Callable

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Event, Message, User
from finance.custody import calls, sandbox_bank
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import (
    BankCard,
    Deposit,
    Entry,
    LedgerAccount,
    SandboxNotification,
    SandboxTransaction,
    SuspenseItem,
    WalletFreeze,
)
from finance.queries.freezes import wallet_frozen
from finance.queries.wallets import wallet_balance
from finance.services.request_deposit import request_deposit
from finance.tasks import sweep
from tests.bank import balances, fact_about, order_deposit, plan, tell, token_of, transfers_of
from tests.factories import make_customer
from tests.finance.ledger_helpers import deposit as give
from tests.money import fund


def assert_books_hold() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def confirm(deposit: Deposit) -> Deposit:
    sandbox_bank.authorise(token_of(deposit), confirmed=True)
    deliver_notifications()
    deposit.refresh_from_db()
    return deposit


def due_now(order: Deposit) -> None:
    type(order).objects.filter(pk=order.pk).update(next_ask_at=clock.now())


def test_confirmed_credits_the_wallet(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    assert (deposit.status, deposit.bank_page_url) == ("sent", f"/sandbox-bank/deposits/{token_of(deposit)}/")
    assert wallet_balance(payer) == (0, 0)
    assert confirm(deposit).status == "confirmed"
    assert transfers_of(deposit.number) == [("deposit.confirmed", "1001", "2001", 10_000)]
    assert wallet_balance(payer) == (10_000, 0)
    kinds = Event.objects.filter(subject_number=deposit.number).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["deposit.requested", "deposit.sent", "deposit.confirmed"]
    assert Message.objects.filter(to=payer, template="deposit_confirmed", channel="inbox").count() == 1
    assert_books_hold()


def test_the_same_press_twice_orders_once_and_other_values_are_refused(payer: User) -> None:
    card = BankCard.objects.get(user=payer).number
    first = request_deposit(actor=payer, card_number=card, amount_fen=500, key="k1")
    assert request_deposit(actor=payer, card_number=card, amount_fen=500, key="k1") == first
    with pytest.raises(Refused) as refusal:
        request_deposit(actor=payer, card_number=card, amount_fen=501, key="k1")
    assert refusal.value.code == "key_reused"
    assert Deposit.objects.count() == 1


def test_only_verified_people_with_an_own_verified_card_may_pay_in(payer: User, borrower: User) -> None:
    card = BankCard.objects.get(user=payer).number
    unverified = make_customer("new@example.cn", verified=False)
    for actor, number, code in (
        (unverified, card, "identity_needed"),
        (borrower, card, "card_not_verified"),
        (payer, "BC0", "card_not_verified"),
    ):
        with pytest.raises(Refused) as refusal:
            request_deposit(actor=actor, card_number=number, amount_fen=500, key="k")
        assert refusal.value.code == code
    for amount_fen in (0, -1, 10**16, True, 1.5):
        with pytest.raises(Refused) as refusal:
            request_deposit(actor=payer, card_number=card, amount_fen=amount_fen, key="k")
        assert refusal.value.code == "bad_amount"
    assert not Deposit.objects.exists()
    assert request_deposit(actor=payer, card_number=card, amount_fen=500, key="k").startswith("DP")


def ask_for_deposit(payer: User, amount_fen: int) -> Deposit:
    """Order a deposit that was not handed to the bank yet."""
    card = BankCard.objects.get(user=payer).number
    number = request_deposit(actor=payer, card_number=card, amount_fen=amount_fen, key="early")
    return Deposit.objects.get(number=number)


@pytest.mark.parametrize("bank_is_faster", [True, False])
@pytest.mark.parametrize("send", [calls.send_deposit, lambda pk: sweep()], ids=["call", "sweep"])
def test_a_confirmation_and_our_own_word_may_come_in_either_order(
    payer: User, send: Callable[[int], None], bank_is_faster: bool
) -> None:
    deposit = ask_for_deposit(payer, 10_000)
    Deposit.objects.filter(pk=deposit.pk).update(requested_at=clock.now() - dt.timedelta(minutes=1))
    fact = fact_about("deposit.confirmed", deposit)
    if bank_is_faster:
        assert (tell(fact).word, wallet_balance(payer)) == ("waiting", (0, 0))
        send(deposit.pk)
    else:
        send(deposit.pk)
        assert tell(fact).word == "recorded"
    deposit.refresh_from_db()
    assert (deposit.status, wallet_balance(payer)) == ("confirmed", (10_000, 0))
    assert tell(fact).word == "repeated"
    sweep()
    assert transfers_of(deposit.number) == [("deposit.confirmed", "1001", "2001", 10_000)]
    assert not SuspenseItem.objects.exists()


def test_a_failure_that_overtakes_our_own_word_ends_the_deposit_once_it_is_sent(payer: User) -> None:
    deposit = ask_for_deposit(payer, 10_000)
    assert tell(fact_about("deposit.failed", deposit, reason="declined")).word == "waiting"
    calls.send_deposit(deposit.pk)
    deposit.refresh_from_db()
    assert (deposit.status, deposit.failure) == ("failed", "declined")
    assert_books_hold()


def test_declined_by_the_customer_moves_nothing(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    sandbox_bank.authorise(token_of(deposit), confirmed=False)
    deliver_notifications()
    deposit.refresh_from_db()
    assert (deposit.status, deposit.failure) == ("failed", "declined")
    assert not Entry.objects.exists()
    assert_books_hold()


def test_refused_by_the_bank_moves_nothing(payer: User) -> None:
    plan("fail_deposit")
    deposit = confirm(order_deposit(payer, 10_000))
    assert (deposit.status, deposit.failure) == ("failed", "refused_by_bank")
    assert not Entry.objects.exists()


def test_it_is_handed_to_the_bank_once(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    calls.send_deposit(deposit.pk)
    sweep()
    assert SandboxTransaction.objects.filter(reference=deposit.number).count() == 1


def test_a_page_confirmed_twice_books_once(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    sandbox_bank.authorise(token_of(deposit), confirmed=True)
    with pytest.raises(sandbox_bank.BankRefuses):
        sandbox_bank.authorise(token_of(deposit), confirmed=True)
    assert SandboxNotification.objects.count() == 1


def test_a_duplicate_notification_credits_once(payer: User) -> None:
    plan("duplicate")
    deposit = confirm(order_deposit(payer, 10_000))
    assert transfers_of(deposit.number) == [("deposit.confirmed", "1001", "2001", 10_000)]
    assert_books_hold()


def test_a_silent_bank_is_asked_and_its_late_word_changes_nothing(payer: User) -> None:
    plan("silent")
    deposit = confirm(order_deposit(payer, 10_000))
    assert (deposit.status, wallet_balance(payer)) == ("sent", (0, 0))
    assert_books_hold()
    due_now(deposit)
    sweep()
    deposit.refresh_from_db()
    assert (deposit.status, wallet_balance(payer)) == ("confirmed", (10_000, 0))
    SandboxNotification.objects.update(state="queued")
    assert deliver_notifications() == 1
    assert transfers_of(deposit.number) == [("deposit.confirmed", "1001", "2001", 10_000)]
    assert_books_hold()


def test_a_call_that_timed_out_is_asked_for_and_finds_the_banks_page(payer: User) -> None:
    plan("time_out")
    deposit = order_deposit(payer, 10_000)
    assert (deposit.status, deposit.bank_page_url) == ("unknown", "")
    due_now(deposit)
    sweep()
    deposit.refresh_from_db()
    assert (deposit.status, deposit.bank_page_url != "") == ("sent", True)
    assert confirm(deposit).status == "confirmed"
    assert SandboxTransaction.objects.filter(reference=deposit.number).count() == 1


def test_a_call_that_was_lost_ends_the_deposit_and_the_bank_refuses_it_afterwards(payer: User) -> None:
    plan("lose_call")
    deposit = order_deposit(payer, 10_000)
    assert deposit.status == "unknown"
    due_now(deposit)
    sweep()
    deposit.refresh_from_db()
    assert (deposit.status, deposit.failure) == ("failed", "never_received")
    assert SandboxTransaction.objects.get(reference=deposit.number).state == "closed"


def test_a_process_that_died_during_the_call_leaves_an_unknown_order(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    Deposit.objects.filter(pk=deposit.pk).update(answered_at=None, bank_page_url="", next_ask_at=clock.now())
    calls.ask_about(Deposit, deposit.number)
    deposit.refresh_from_db()
    assert (deposit.status, deposit.bank_page_url) == ("sent", f"/sandbox-bank/deposits/{token_of(deposit)}/")
    kinds = Event.objects.filter(subject_number=deposit.number).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["deposit.requested", "deposit.sent", "deposit.unknown", "deposit.sent"]


def test_questions_come_at_growing_pauses(payer: User) -> None:
    plan("time_out")
    deposit = order_deposit(payer, 10_000)
    Deposit.objects.filter(pk=deposit.pk).update(status="unknown", next_ask_at=clock.now(), asked_times=3)
    before = clock.now()
    from finance.services.prepare_question import prepare_question

    assert prepare_question(model=Deposit, number=deposit.number) == deposit.number
    deposit.refresh_from_db()
    assert deposit.asked_times == 4
    assert dt.timedelta(seconds=80) <= deposit.next_ask_at - before < dt.timedelta(seconds=90)
    assert prepare_question(model=Deposit, number=deposit.number) is None


def test_a_deposit_nobody_confirms_in_time_ends(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    SandboxTransaction.objects.update(ordered_at=clock.now() - dt.timedelta(minutes=31))
    with pytest.raises(sandbox_bank.BankRefuses):
        sandbox_bank.authorise(token_of(deposit), confirmed=True)
    due_now(deposit)
    sweep()
    deposit.refresh_from_db()
    assert (deposit.status, deposit.failure) == ("failed", "not_authorised_in_time")
    assert_books_hold()


@pytest.mark.parametrize(
    "changes, reason", [({"amount_fen": 9_999}, "amount"), ({"customer": "C-OTHER"}, "customer")]
)
def test_what_does_not_match_goes_to_suspense(payer: User, changes: dict, reason: str) -> None:
    deposit = order_deposit(payer, 10_000)
    fact = fact_about("deposit.confirmed", deposit, **changes)
    assert tell(fact).word == "suspense"
    deposit.refresh_from_db()
    item = SuspenseItem.objects.get()
    assert (deposit.status, deposit.failure) == ("failed", "in_suspense")
    assert (item.reason, item.amount_fen, item.reference) == (reason, fact.amount_fen, deposit.number)
    assert transfers_of(item.number) == [("suspense.received", "1001", "2401", fact.amount_fen)]
    assert wallet_balance(payer) == (0, 0)


@pytest.mark.parametrize(
    "behaviour, reason, fen", [("wrong_amount", "amount", 9_999), ("wrong_customer", "customer", 10_000)]
)
def test_the_sandbox_can_get_it_wrong(payer: User, behaviour: str, reason: str, fen: int) -> None:
    plan(behaviour)
    confirm(order_deposit(payer, 10_000))
    item = SuspenseItem.objects.get()
    assert (item.reason, item.amount_fen, balances("1001", "2401")) == (reason, fen, (fen, fen))
    assert_books_hold()


def test_an_unknown_reference_goes_to_suspense(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    assert tell(fact_about("deposit.confirmed", deposit, reference="DP-STRANGE")).word == "suspense"
    deposit.refresh_from_db()
    assert deposit.status == "sent"
    assert SuspenseItem.objects.get().reason == "unknown_reference"
    assert balances("1001", "2401", "2001") == (10_000, 10_000, 0)


def test_a_payment_for_a_deposit_that_ended_goes_to_suspense(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    assert tell(fact_about("deposit.failed", deposit, reason="declined")).word == "recorded"
    assert tell(fact_about("deposit.confirmed", deposit)).word == "suspense"
    assert SuspenseItem.objects.get().reason == "late"
    assert wallet_balance(payer) == (0, 0)


def test_a_second_payment_for_one_deposit_goes_to_suspense(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    assert tell(fact_about("deposit.confirmed", deposit)).word == "recorded"
    assert tell(fact_about("deposit.confirmed", deposit)).word == "suspense"
    assert wallet_balance(payer) == (10_000, 0)
    assert balances("1001", "2401") == (20_000, 10_000)


def test_failed_after_confirmed_is_a_conflict(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    tell(fact_about("deposit.confirmed", deposit))
    assert tell(fact_about("deposit.failed", deposit, reason="declined")).word == "conflict"
    deposit.refresh_from_db()
    assert (deposit.status, wallet_balance(payer)) == ("confirmed", (10_000, 0))


def test_recalled_while_the_money_is_there(payer: User) -> None:
    deposit = fund(payer, 10_000)
    order = SandboxTransaction.objects.get(reference=deposit.number)
    sandbox_bank.recall_deposit(order.bank_number)
    deliver_notifications()
    deposit.refresh_from_db()
    assert deposit.status == "recalled"
    assert transfers_of(deposit.number)[1:] == [("deposit.recalled", "2001", "1001", 10_000)]
    freeze = wallet_frozen(payer)
    assert (freeze.reason, freeze.reference, freeze.shortfall_fen) == ("recall", deposit.number, 0)
    assert wallet_balance(payer) == (0, 0)
    with pytest.raises(sandbox_bank.BankRefuses):
        sandbox_bank.recall_deposit(order.bank_number)
    assert_books_hold()


def earn_fees(payer_of_fees: User, amount_fen: int) -> None:
    """Let the company have money of its own in custody."""
    from finance import chart
    from finance.posting import fee_transfers
    from finance.services.post_entries import post_entries
    from tests.finance.ledger_helpers import entry

    give(payer_of_fees, amount_fen)
    post_entries([entry(*fee_transfers(chart.wallet_available(payer_of_fees), amount_fen, "4099", "fee"))])


def test_recalled_with_a_shortfall_is_advanced_by_the_company_and_recovered(
    payer: User, borrower: User, finance_manager: User
) -> None:
    from finance.custody.sandbox_customer import pay_out
    from finance.services.lift_wallet_freeze import lift_wallet_freeze

    earn_fees(borrower, 50_000)
    deposit = fund(payer, 10_000)
    pay_out(payer, 7_000)
    sandbox_bank.recall_deposit(SandboxTransaction.objects.get(reference=deposit.number).bank_number)
    deliver_notifications()
    assert transfers_of(deposit.number)[1:] == [
        ("deposit.recalled", "2001", "1001", 3_000),
        ("deposit.recalled", "2190", "1001", 7_000),
        ("deposit.recalled", "1221", "1003", 7_000),
    ]
    assert balances("2190", "1003", "1221") == (43_000, 43_000, 7_000)
    freeze = WalletFreeze.objects.get()
    assert freeze.shortfall_fen == 7_000
    with pytest.raises(Refused) as refusal:
        lift_wallet_freeze(
            actor=finance_manager, freeze_id=freeze.pk, because="the customer has paid it back"
        )
    assert refusal.value.code == "insufficient_funds"
    assert wallet_frozen(payer) is not None
    fund(payer, 8_000)
    lift_wallet_freeze(actor=finance_manager, freeze_id=freeze.pk, because="the customer has paid it back")
    assert (wallet_frozen(payer), wallet_balance(payer)) == (None, (1_000, 0))
    assert balances("2190", "1003", "1221") == (50_000, 50_000, 0)
    with pytest.raises(Refused) as refusal:
        lift_wallet_freeze(
            actor=finance_manager, freeze_id=freeze.pk, because="the customer has paid it back"
        )
    assert refusal.value.code == "not_standing"


def test_a_recall_waits_while_neither_wallet_nor_company_has_the_money(payer: User, borrower: User) -> None:
    from finance.custody.sandbox_customer import pay_out

    deposit = fund(payer, 10_000)
    pay_out(payer, 10_000)
    fact = fact_about("deposit.recalled", deposit)
    assert tell(fact).word == "waiting"
    deposit.refresh_from_db()
    assert (deposit.status, WalletFreeze.objects.count()) == ("confirmed", 0)
    earn_fees(borrower, 10_000)
    sweep()
    deposit.refresh_from_db()
    assert (deposit.status, balances("2190", "1221")) == ("recalled", (0, 10_000))


def test_a_recall_that_overtakes_the_confirmation_waits_for_it(payer: User) -> None:
    plan("reorder")
    deposit = order_deposit(payer, 10_000)
    order = sandbox_bank.authorise(token_of(deposit), confirmed=True)
    sandbox_bank.recall_deposit(order.bank_number)
    first, second = SandboxNotification.objects.order_by("due_at", "pk")
    assert (first.transaction.kind, second.transaction.kind) == ("recall", "deposit")
    assert deliver_notifications() == 2
    deposit.refresh_from_db()
    assert deposit.status == "recalled"
    assert [row[0] for row in transfers_of(deposit.number)] == ["deposit.confirmed", "deposit.recalled"]
    assert wallet_balance(payer) == (0, 0)
    assert_books_hold()


def test_money_in_suspense_is_recalled_from_there(payer: User) -> None:
    deposit = order_deposit(payer, 10_000)
    tell(fact_about("deposit.confirmed", deposit, amount_fen=9_999))
    assert tell(fact_about("deposit.recalled", deposit, amount_fen=9_999)).word == "recorded"
    item = SuspenseItem.objects.get()
    assert (item.status, balances("1001", "2401")) == ("returned", (0, 0))
    assert not WalletFreeze.objects.exists()


def test_a_recall_of_another_amount_is_a_conflict(payer: User) -> None:
    deposit = fund(payer, 10_000)
    assert tell(fact_about("deposit.recalled", deposit, amount_fen=9_999)).word == "conflict"
    assert wallet_balance(payer) == (10_000, 0)
    names = [finding.name for finding in check_all() if not finding.ok]
    assert "bank_never_contradicts_the_books" in names


def test_a_delayed_notification_comes_when_it_is_due(payer: User) -> None:
    plan("delay", seconds=600)
    deposit = confirm(order_deposit(payer, 10_000))
    assert (deposit.status, deliver_notifications()) == ("sent", 0)
    SandboxNotification.objects.update(due_at=clock.now())
    assert deliver_notifications() == 1
    assert wallet_balance(payer) == (10_000, 0)


def test_no_wallet_row_is_written_for_an_order_alone(payer: User) -> None:
    order_deposit(payer, 10_000)
    assert not LedgerAccount.objects.filter(owner=payer).exists()
