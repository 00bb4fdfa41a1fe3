"""The bound card debited for a loan: asked, answered, refused, unknown, revoked; to the fen and to the day."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.models import Message, User
from accounts.services.deliver_events import deliver_events
from finance.custody import calls, sandbox_bank
from finance.custody.sandbox_delivery import deliver_notifications, deliver_one
from finance.models import Deposit, SandboxNotification, SandboxPlan
from finance.queries.cards import verified_card
from finance.services.remove_card import remove_card
from finance.tasks import sweep
from lending.models import DebitMandate, DebitRequest, Instalment, Loan, LoanPayment
from lending.services.grant_debit_mandate import grant_debit_mandate
from lending.services.pay_loan import pay_loan
from lending.services.revoke_debit_mandate import revoke_debit_mandate
from lending.services.set_automatic_debit import set_automatic_debit
from tests.closing import close_before, close_through
from tests.lending.test_bad_days import assert_sound, free, investors, loan
from tests.money import fund

__all__ = ["investors", "loan"]

Behaviour = SandboxPlan.Behaviour
DUE = dt.date(2026, 2, 15)


def grant(loan: Loan, borrower: User, cap_fen: int = 2_000_00) -> DebitMandate:
    card = verified_card(borrower)
    assert card is not None
    return grant_debit_mandate(loan=loan, borrower=borrower, card_number=card.number, cap_fen=cap_fen)


def ask_bank() -> None:
    """Hand what waits to the bank and let it report what it reports."""
    for pk in Deposit.objects.filter(status="requested").values_list("pk", flat=True):
        calls.send_deposit(pk)
    deliver_notifications()
    deliver_events()


def plan(*behaviours: str) -> None:
    for behaviour in behaviours:
        sandbox_bank.plan_behaviour(behaviour=behaviour, remaining=1)


def first_open(loan: Loan) -> Instalment:
    row = Instalment.objects.filter(loan=loan, settled_at=None, superseded_at=None).order_by("n").first()
    assert row is not None
    return row


def first_row(loan: Loan) -> Instalment:
    return Instalment.objects.get(loan=loan, n=1)


def test_the_wallet_pays_first_and_the_card_what_is_missing(loan: Loan, borrower: User) -> None:
    grant(loan, borrower)
    fund(borrower, 300_00)
    close_before(DUE)
    request, row = DebitRequest.objects.get(), first_row(loan)
    assert (request.asked_on, request.amount_fen) == (DUE, row.total_fen - 300_00)
    ask_bank()
    payment = LoanPayment.objects.get()
    assert (payment.kind, payment.amount_fen, payment.value_on) == ("card", request.amount_fen, DUE)
    close_through(DUE)
    row.refresh_from_db()
    loan.refresh_from_db()
    assert (row.settled_on, free(borrower), loan.debit_asked_on) == (DUE, 0, None)
    assert Message.objects.filter(to=borrower, template="card_debited", channel="inbox").count() == 1
    assert DebitRequest.objects.count() == 1
    assert_sound()


def test_a_reminder_says_how_the_money_will_be_taken(loan: Loan, borrower: User) -> None:
    due_on = DUE
    for n, begin, words in (
        (1, lambda: None, "当日日终从您的钱包自动扣款"),
        (2, lambda: set_automatic_debit(loan=loan, borrower=borrower, is_on=False), "请在当日结束前自行还款"),
        (3, lambda: grant(loan, borrower), "将按您的授权从绑定银行卡扣款"),
    ):
        begin()
        fund(borrower, 2_000_00)
        close_before(due_on - dt.timedelta(days=1))
        message = Message.objects.get(key=f"remind:{loan.number}:{n}:-1", channel="inbox")
        assert words in message.body
        pay_loan(loan=loan, payer=borrower, amount_fen=first_open(loan).unpaid_fen, key=f"hand:{n}")
        due_on = loan.instalments.get(n=n + 1).due_on


def test_without_its_card_a_mandate_moves_nothing_and_no_reminder_counts_on_it(
    loan: Loan, borrower: User
) -> None:
    mandate = grant(loan, borrower)
    remove_card(actor=borrower, card_number=mandate.card.number)
    close_before(DUE - dt.timedelta(days=1))
    message = Message.objects.get(key=f"remind:{loan.number}:1:-1", channel="inbox")
    assert "当日日终从您的钱包自动扣款" in message.body
    close_before(DUE)
    assert not DebitRequest.objects.exists()
    assert not Deposit.objects.filter(is_drawn=True).exists()


def test_no_balance_is_asked_again_on_the_days_of_the_calendar_and_no_more(
    loan: Loan, borrower: User
) -> None:
    grant(loan, borrower)
    asked = []
    for day in range(9):
        close_before(DUE + dt.timedelta(days=day))
        plan(Behaviour.FAIL_DEPOSIT)
        ask_bank()
        asked = [(one.asked_on - DUE).days for one in DebitRequest.objects.order_by("pk")]
    assert asked == [0, 1, 3, 6]
    assert set(Deposit.objects.filter(is_drawn=True).values_list("status", "failure")) == {
        ("failed", "no_balance")
    }
    row = first_row(loan)
    loan.refresh_from_db()
    assert loan.overdue_since_on == DUE
    assert row.overdue_interest_fen == round(row.principal_fen * 11 * 7 / 36_500)
    assert_sound()


def test_while_the_answer_is_unknown_nothing_is_late_and_the_banks_date_counts(
    loan: Loan, borrower: User
) -> None:
    grant(loan, borrower)
    close_before(DUE)
    plan(Behaviour.TIME_OUT, Behaviour.SILENT)
    with clock.simulated(DUE):
        ask_bank()
    assert Deposit.objects.get(is_drawn=True).status == "unknown"
    close_through(DUE + dt.timedelta(days=5))
    row = first_row(loan)
    loan.refresh_from_db()
    assert (loan.overdue_since_on, row.overdue_interest_fen, loan.debit_asked_on) == (None, 0, DUE)
    assert not Message.objects.filter(to=borrower, template="instalment_overdue").exists()
    assert DebitRequest.objects.count() == 1
    silent = SandboxNotification.objects.get(state="silenced")
    deliver_one(silent.notification_id)
    deliver_events()
    payment = LoanPayment.objects.get()
    assert (payment.value_on, payment.paid_on) == (DUE, DUE + dt.timedelta(days=6))
    assert (payment.overdue_interest_fen, payment.amount_fen) == (0, row.total_fen)
    row.refresh_from_db()
    assert row.settled_at is not None
    assert_sound()


def test_an_order_the_bank_never_got_leaves_the_days_late_in_full(loan: Loan, borrower: User) -> None:
    grant(loan, borrower)
    close_before(DUE)
    plan(Behaviour.LOSE_CALL)
    with clock.simulated(DUE):
        ask_bank()
    close_through(DUE + dt.timedelta(days=5))
    with clock.simulated(DUE + dt.timedelta(days=6)):
        sweep()
    deliver_events()
    loan.refresh_from_db()
    assert loan.debit_asked_on is None
    assert Deposit.objects.get(is_drawn=True).failure == "never_received"
    close_through(DUE + dt.timedelta(days=7))
    row = first_row(loan)
    loan.refresh_from_db()
    assert loan.overdue_since_on == DUE
    assert row.overdue_interest_fen == round(row.principal_fen * 11 * 7 / 36_500)
    assert_sound()


def test_revoking_takes_back_what_the_bank_has_not_got(loan: Loan, borrower: User) -> None:
    grant(loan, borrower)
    close_before(DUE)
    assert revoke_debit_mandate(loan=loan, borrower=borrower)
    ask_bank()
    assert Deposit.objects.get(is_drawn=True).failure == "revoked"
    assert not LoanPayment.objects.exists()
    close_through(DUE + dt.timedelta(days=7))
    assert DebitRequest.objects.count() == 1
    assert not revoke_debit_mandate(loan=loan, borrower=borrower)
    assert_sound()


def test_a_debit_never_exceeds_the_cap_and_the_cap_not_the_rule(loan: Loan, borrower: User) -> None:
    with pytest.raises(Refused) as refusal:
        grant(loan, borrower, cap_fen=5_000_001)
    assert refusal.value.code == "cap"
    assert not DebitMandate.objects.exists()
    grant(loan, borrower, cap_fen=1_000_00)
    second = grant(loan, borrower, cap_fen=500_00)
    assert list(DebitMandate.objects.filter(revoked_at=None)) == [second]
    close_before(DUE)
    assert DebitRequest.objects.get().amount_fen == 500_00


def test_strangers_see_no_mandate(client: Client, loan: Loan, stranger: User, borrower: User) -> None:
    client.force_login(stranger)
    path = f"/borrow/loans/{loan.number}/card-debit/"
    assert client.post(f"{path}revoke/").status_code == 404
    client.force_login(borrower)
    assert client.get(f"/borrow/loans/{loan.number}/").status_code == 200
