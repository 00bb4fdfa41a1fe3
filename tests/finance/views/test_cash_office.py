"""The cashier's pages: what is in transit, clearing suspense, and the sandbox bank's panel."""

import pytest
from django.test import Client

from accounts import clock
from accounts.models import User
from finance.custody import sandbox_bank
from finance.custody.sandbox_customer import bind_own_card
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import SandboxNotification, SandboxPlan, SandboxTransaction, SuspenseItem, WalletFreeze
from finance.queries.wallets import wallet_balance
from tests.arrivals import arrive as arrive_with_password
from tests.bank import order_deposit
from tests.factories import make_staff
from tests.money import fund
from tests.queries import assert_same_few_queries

EVIDENCE = "Transfer slip seen, number 4711"


@pytest.fixture
def cashier(db: None) -> Client:
    return arrive(make_staff("cashier@example.cn", "cashier"))


@pytest.fixture
def bank_clerk(finance_manager: User) -> Client:
    return arrive(finance_manager)


def arrive(user: User) -> Client:
    client = arrive_with_password(user)
    client.cookies["django_language"] = "en"
    return client


def receive(amount_fen: int = 500) -> SuspenseItem:
    sandbox_bank.receive_unidentified(amount_fen=amount_fen, payer_name="王投")
    deliver_notifications()
    return SuspenseItem.objects.order_by("-pk")[0]


def test_cash_shows_what_is_in_transit(cashier: Client, investor: User) -> None:
    bind_own_card(investor)
    order_deposit(investor, 12_345)
    page = cashier.get("/office/finance/cash/?kind=deposit&status=sent")
    sums = {(row.kind, row.status): (row.count, row.amount_fen) for row in page.context["sums"]}
    assert sums[("deposit", "sent")] == (1, 12_345)
    assert sums[("withdrawal", "requested")] == (0, 0)
    assert len(page.context["page"].rows) == 1
    assert cashier.get("/office/finance/cash/?kind=withdrawal&status=nonsense").status_code == 200


def test_a_receipt_is_given_to_its_payer(cashier: Client, investor: User, borrower: User) -> None:
    item = receive()
    path = f"/office/finance/suspense/{item.number}/"
    wrong = {
        "decision": "assign",
        "assign-customer": borrower.number,
        "assign-evidence": EVIDENCE,
        "assign-idempotency_key": "k1",
    }
    assert "customer" in cashier.post(path, wrong).context["assign_form"].errors
    assert wallet_balance(borrower) == (0, 0)
    right = {**wrong, "assign-customer": investor.number.lower(), "assign-idempotency_key": "k2"}
    assert cashier.post(path, right)["Location"] == "/office/finance/suspense/"
    assert wallet_balance(investor) == (500, 0)
    assert "How it was cleared" in cashier.get(path).content.decode()


def test_a_receipt_is_sent_back(cashier: Client) -> None:
    item = receive()
    path = f"/office/finance/suspense/{item.number}/"
    short = {"decision": "return", "return-evidence": "no", "return-idempotency_key": "k1"}
    assert "evidence" in cashier.post(path, short).context["return_form"].errors
    cashier.post(path, {**short, "return-evidence": EVIDENCE})
    deliver_notifications()
    item.refresh_from_db()
    assert item.status == "returned"


def test_only_who_may_clear_clears(finance_manager: User, risk_manager: User) -> None:
    item = receive()
    path = f"/office/finance/suspense/{item.number}/"
    assert arrive(finance_manager).get("/office/finance/suspense/").status_code == 200
    assert arrive(finance_manager).post(path, {"decision": "return"}).status_code == 403
    assert arrive(risk_manager).get("/office/finance/suspense/").status_code == 403
    item.refresh_from_db()
    assert item.status == "open"


def test_a_frozen_wallet_is_given_free(cashier: Client, investor: User) -> None:
    freeze = WalletFreeze.objects.create(
        user=investor, reason="recall", reference="DP1", frozen_at=clock.now()
    )
    assert investor.number in cashier.get("/office/finance/suspense/").content.decode()
    path = "/office/finance/freezes/DP1/lift/"
    cashier.post(path, {"evidence": "no", "idempotency_key": "k"})
    freeze.refresh_from_db()
    assert freeze.lifted_at is None
    cashier.post(path, {"evidence": EVIDENCE, "idempotency_key": "k"})
    freeze.refresh_from_db()
    assert (freeze.lifted_at is not None, freeze.lifted_because) == (True, EVIDENCE)
    assert cashier.post(path, {"evidence": EVIDENCE, "idempotency_key": "k"}).status_code == 404


def test_the_panel_plans_recalls_and_delivers(bank_clerk: Client, investor: User) -> None:
    fund(investor, 1_000)
    panel = "/office/finance/sandbox-bank/"
    assert bank_clerk.get(panel).status_code == 200
    bank_clerk.post(panel, {"behaviour": "silent", "remaining": "1", "seconds": ""})
    assert SandboxPlan.objects.get().remaining == 1
    booked = SandboxTransaction.objects.get(kind="deposit")
    bank_clerk.post(f"{panel}act/", {"action": "recall", "target": booked.bank_number})
    silenced = SandboxNotification.objects.get(state="silenced")
    assert wallet_balance(investor) == (1_000, 0)
    assert silenced.notification_id in bank_clerk.get(panel).content.decode()
    bank_clerk.post(f"{panel}act/", {"action": "deliver", "target": silenced.notification_id})
    assert wallet_balance(investor) == (0, 0)
    again = bank_clerk.post(f"{panel}act/", {"action": "recall", "target": booked.bank_number}, follow=True)
    assert "The bank cannot do that any more." in again.content.decode()


def test_the_panel_lets_money_arrive(bank_clerk: Client) -> None:
    path = "/office/finance/sandbox-bank/act/"
    bad = bank_clerk.post(path, {"action": "receipt", "amount": "-5", "payer_name": "王投"})
    assert "amount" in bad.context["receipt_form"].errors
    bank_clerk.post(path, {"action": "receipt", "amount": "5", "payer_name": "王投", "reference": ""})
    bank_clerk.post(path, {"action": "deliver_all"})
    assert SuspenseItem.objects.get().amount_fen == 500
    assert bank_clerk.post(path, {"action": "rob"}).status_code == 404


@pytest.mark.parametrize("path", ["/office/finance/cash/", "/office/finance/suspense/"])
def test_office_pages_ask_little_and_the_same(cashier: Client, investor: User, path: str) -> None:
    bind_own_card(investor)

    def grow(count: int) -> None:
        for _ in range(count):
            order_deposit(investor, 100)
            receive()

    assert_same_few_queries(cashier, path, grow=grow)


def test_the_panel_asks_little_and_the_same(bank_clerk: Client, investor: User) -> None:
    bind_own_card(investor)

    def grow(count: int) -> None:
        for _ in range(count):
            order_deposit(investor, 100)
            sandbox_bank.receive_unidentified(amount_fen=100, payer_name="王投")

    assert_same_few_queries(bank_clerk, "/office/finance/sandbox-bank/", grow=grow)
