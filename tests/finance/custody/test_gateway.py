"""Any bank fits behind the interface, and none is called with a transaction open."""

import datetime as dt

import pytest
from django.db import connection
from django.test import override_settings

from accounts import clock
from finance.custody import calls
from finance.custody.gateway import Accepted, Answer, Asked, CustodyGateway, Declined, custody_gateway
from finance.custody.sandbox_customer import bind_own_card
from finance.custody.sandbox_gateway import SandboxGateway
from finance.models import Deposit, Withdrawal
from finance.queries.wallets import wallet_balance
from finance.tasks import sweep
from tests.bank import order_deposit, order_withdrawal
from tests.factories import make_customer
from tests.money import fund

OTHER_BANK = "tests.finance.custody.test_gateway.OtherBank"
open_transactions: list[bool] = []


class OtherBank:
    """A bank outside of this process, which declines everything but deposits and breaks on withdrawals."""

    is_in_process = False

    def open_customer(self, *, reference: str, real_name: str, identity_number: str) -> Answer:
        return self._note(Accepted(token=f"X-{reference}"))

    def bind_card(self, *, reference: str, customer: str, card_number: str) -> Answer:
        return self._note(Declined("refused_by_bank"))

    def verify_card(self, *, reference: str, amount_fen: int) -> Answer:
        return self._note(Declined("wrong_amount"))

    def send_deposit(
        self, *, reference: str, customer: str, card_token: str, amount_fen: int, return_url: str
    ) -> Answer:
        return self._note(Accepted(page_url="https://bank.example/pay/1"))

    def draw_deposit(self, *, reference: str, customer: str, card_token: str, amount_fen: int) -> Answer:
        return self._note(Declined("refused_by_bank"))

    def send_withdrawal(self, *, reference: str, customer: str, card_token: str, amount_fen: int) -> Answer:
        self._note(Accepted())
        raise ConnectionResetError("the line broke")

    def send_refund(self, *, reference: str, receipt_number: str, amount_fen: int) -> Answer:
        return self._note(Declined("refused_by_bank"))

    def ask(self, *, reference: str) -> Asked:
        self._note(Accepted())
        return Asked("no_answer")

    def fetch_statement(self, *, day: dt.date) -> bytes | None:
        self._note(Accepted())
        return None

    def _note(self, answer: Answer) -> Answer:
        open_transactions.append(connection.in_atomic_block)
        return answer


def test_both_banks_are_gateways() -> None:
    assert isinstance(SandboxGateway(), CustodyGateway)
    assert isinstance(OtherBank(), CustodyGateway)
    with override_settings(CUSTODY_GATEWAY=OTHER_BANK):
        assert isinstance(custody_gateway(), OtherBank)


@pytest.mark.django_db(transaction=True)
def test_no_call_is_made_with_a_transaction_open() -> None:
    owner = make_customer("owner@example.cn")
    bind_own_card(owner)
    fund(owner, 10_000)
    open_transactions.clear()
    with override_settings(CUSTODY_GATEWAY=OTHER_BANK):
        assert order_deposit(owner, 100).bank_page_url == "https://bank.example/pay/1"
        with pytest.raises(ConnectionResetError):
            order_withdrawal(owner, 4_000)
        withdrawal = Withdrawal.objects.get()
        assert (withdrawal.status, wallet_balance(owner)) == ("sent", (6_000, 0))
        Withdrawal.objects.update(next_ask_at=clock.now())
        Deposit.objects.update(next_ask_at=clock.now())
        sweep()
    withdrawal.refresh_from_db()
    # The line broke: nobody knows, so it is asked for and not sent again.
    assert (withdrawal.status, withdrawal.asked_times) == ("unknown", 1)
    assert wallet_balance(owner) == (6_000, 0)
    assert open_transactions == [False] * 4


def test_a_failing_call_holds_up_nobody_else(payer, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = order_deposit(payer, 100), order_deposit(payer, 200)
    Deposit.objects.update(next_ask_at=clock.now() - dt.timedelta(seconds=1))
    real = SandboxGateway.ask

    def ask(self: SandboxGateway, *, reference: str) -> Asked:
        if reference == first.number:
            raise RuntimeError("no")
        return real(self, reference=reference)

    monkeypatch.setattr(SandboxGateway, "ask", ask)
    sweep()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status, first.asked_times, second.asked_times) == ("sent", "sent", 1, 1)
    calls.ask_about(Deposit, first.number)
