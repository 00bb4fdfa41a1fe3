"""The customer's pages about money: what they show, what they refuse, and how little they ask of the database."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client

from accounts import clock
from accounts.models import User
from finance.custody import sandbox_bank
from finance.custody.sandbox_customer import bind_own_card, card_digits_of
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import BankCard, Deposit, Entry, SandboxCard, SandboxTransaction, Withdrawal
from finance.queries.wallets import wallet_balance
from finance.tasks import sweep
from finance.views.statement import safe_cell
from tests.arrivals import arrive as arrive_with_password
from tests.bank import order_deposit, plan, token_of
from tests.factories import make_customer
from tests.finance.ledger_helpers import deposit as give
from tests.money import fund
from tests.queries import assert_same_few_queries

BAD_AMOUNTS = [
    "", "0", "0.00", "-1", "+1", "1.001", "1e3", "NaN", "Infinity", "1,000", "１２", "1 000", "abc", "0x10",
    "9" * 14, "9" * 40, ".5", "1.", "١٢", "1\u00a0", "<b>1</b>", "1;DROP TABLE",
]  # fmt: skip


@pytest.fixture
def payer(investor: User) -> User:
    bind_own_card(investor)
    return investor


@pytest.fixture
def client(investor: User) -> Client:
    return arrive(investor)


def arrive(user: User) -> Client:
    client = arrive_with_password(user)
    client.cookies["django_language"] = "en"
    return client


def card_of(user: User) -> str:
    return BankCard.objects.get(user=user).number


def order(client: Client, path: str, user: User, amount: str, **more: str):
    return client.post(
        path, {"amount": amount, "card": card_of(user), "idempotency_key": uuid.uuid4().hex, **more}
    )


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_whole_way_of_a_deposit(client: Client, payer: User) -> None:
    sent = order(client, "/wallet/deposit/", payer, "123.45")
    deposit = Deposit.objects.get()
    bank_page = f"/sandbox-bank/deposits/{token_of(deposit)}/"
    assert (sent.status_code, sent["Location"]) == (302, bank_page)
    page = Client().get(bank_page)
    assert "¥123.45" in text_of(page)
    back = Client().post(bank_page, {"decision": "confirm"})
    here = f"/wallet/deposits/{deposit.number}/"
    assert f'href="{bank_page}"' in client.get(here).content.decode()
    assert back["Location"] == f"{here}back/"
    assert client.get(back["Location"])["Location"] == here
    status = client.get(here)
    assert 'hx-trigger="every 2s"' in status.content.decode()
    assert f'href="{bank_page}"' not in status.content.decode()
    assert "Please do not pay twice." in text_of(status)
    deliver_notifications()
    poll = client.get(here, {"seen": "unknown"}, headers={"HX-Request": "true"})
    assert poll["HX-Refresh"] == "true"
    final = client.get(here)
    assert "The bank has the money and it is in your wallet." in text_of(final)
    assert "hx-trigger" not in final.content.decode()
    assert wallet_balance(payer) == (12_345, 0)
    home = text_of(client.get("/wallet/"))
    assert "¥123.45" in home
    assert deposit.number in home


def test_after_the_return_a_silent_bank_is_asked_at_once(client: Client, payer: User) -> None:
    plan("silent")
    deposit = order_deposit(payer, 12_345)
    here = f"/wallet/deposits/{deposit.number}/"
    sandbox_bank.authorise(token_of(deposit), confirmed=True)
    client.get(f"{here}back/")
    deposit.refresh_from_db()
    assert deposit.status == "unknown"
    assert deposit.next_ask_at - clock.now() <= dt.timedelta(seconds=5)
    Deposit.objects.update(next_ask_at=clock.now())
    sweep()
    client.get(f"{here}back/")
    deposit.refresh_from_db()
    assert (deposit.status, wallet_balance(payer)) == ("confirmed", (12_345, 0))


def test_who_came_back_without_confirming_can_go_to_the_bank_again(client: Client, payer: User) -> None:
    deposit = order_deposit(payer, 12_345)
    here = f"/wallet/deposits/{deposit.number}/"
    client.get(f"{here}back/")
    assert deposit.bank_page_url not in client.get(here).content.decode()
    Deposit.objects.update(next_ask_at=clock.now())
    sweep()
    assert f'href="{deposit.bank_page_url}"' in client.get(here).content.decode()


def test_nobody_comes_back_for_another(payer: User, stranger: User) -> None:
    deposit = order_deposit(payer, 12_345)
    assert arrive(stranger).get(f"/wallet/deposits/{deposit.number}/back/").status_code == 404
    deposit.refresh_from_db()
    assert deposit.status == "sent"


def test_a_poll_without_news_is_a_fragment(client: Client, payer: User) -> None:
    deposit = order_deposit(payer, 100)
    poll = client.get(
        f"/wallet/deposits/{deposit.number}/", {"seen": "sent+"}, headers={"HX-Request": "true"}
    )
    assert "HX-Refresh" not in poll
    assert "<html" not in poll.content.decode()


def test_an_unknown_order_says_that_the_money_is_safe(client: Client, payer: User) -> None:
    plan("time_out")
    deposit = order_deposit(payer, 100)
    page = text_of(client.get(f"/wallet/deposits/{deposit.number}/"))
    assert "We are asking the bank; your money is safe." in page


@pytest.mark.parametrize("amount", BAD_AMOUNTS)
def test_bad_amounts_are_field_errors_and_nothing_is_written(
    client: Client, payer: User, amount: str
) -> None:
    give(payer, 10_000)
    entries = Entry.objects.count()
    for path in ("/wallet/deposit/", "/wallet/withdraw/"):
        for more in ({}, {"confirmed": "yes"}):
            page = order(client, path, payer, amount, **more)
            assert page.status_code == 200
            assert "amount" in page.context["form"].errors
    assert (Deposit.objects.count(), Withdrawal.objects.count(), Entry.objects.count()) == (0, 0, entries)


def test_another_persons_card_is_a_field_error(client: Client, payer: User, borrower: User) -> None:
    bind_own_card(borrower)
    page = order(client, "/wallet/deposit/", borrower, "10")
    assert "card" in page.context["form"].errors
    assert not Deposit.objects.exists()


def test_a_withdrawal_shows_its_figures_before_it_is_ordered(client: Client, payer: User) -> None:
    give(payer, 10_000)
    figures = order(client, "/wallet/withdraw/", payer, "40")
    shown = text_of(figures)
    assert "Arrives on your card" in shown
    assert "¥40.00" in shown
    assert "¥60.00" in shown
    assert not Withdrawal.objects.exists()
    form = figures.context["form"]
    values = {name: form[name].value() for name in form.fields}
    values["amount"] = form["amount"].value() if isinstance(form["amount"].value(), str) else "40.00"
    sent = client.post("/wallet/withdraw/", values)
    withdrawal = Withdrawal.objects.get()
    assert sent["Location"] == f"/wallet/withdrawals/{withdrawal.number}/"
    assert (withdrawal.amount_fen, withdrawal.status) == (4_000, "sent")
    again = client.post("/wallet/withdraw/", values)
    assert again["Location"] == sent["Location"]
    assert (Withdrawal.objects.count(), wallet_balance(payer)) == (1, (6_000, 0))


def test_more_than_there_is_is_said_at_the_amount(client: Client, payer: User) -> None:
    give(payer, 1_000)
    for more in ({}, {"confirmed": "yes"}):
        page = order(client, "/wallet/withdraw/", payer, "10.01", **more)
        assert page.context["form"].errors["amount"] == ["There is not enough money in the wallet."]
        assert "¥-" not in text_of(page)
    assert (Withdrawal.objects.count(), wallet_balance(payer)) == (0, (1_000, 0))


def test_without_identity_or_card_the_pages_lead_there(db: None) -> None:
    newcomer = make_customer("new@example.cn", verified=False)
    client = arrive(newcomer)
    for path in ("/wallet/", "/wallet/deposit/", "/me/cards/"):
        assert b'href="/me/kyc/"' in client.get(path).content
    verified = arrive(make_customer("verified@example.cn"))
    for path in ("/wallet/", "/wallet/deposit/", "/wallet/withdraw/", "/me/cards/"):
        assert b'href="/me/cards/new/"' in verified.get(path).content


def test_the_whole_way_of_a_card(client: Client, investor: User) -> None:
    sent = client.post(
        "/me/cards/new/",
        {"card_digits": spaced(card_digits_of(investor)), "bank_name": "", "idempotency_key": "k"},
    )
    card = BankCard.objects.get()
    assert sent["Location"] == f"/me/cards/{card.number}/verify/"
    right = SandboxCard.objects.get().small_amount_fen
    assert f"¥0.{right:02d}" in text_of(Client().get(card.bank_page_url))
    wrong = client.post(sent["Location"], {"amount": f"0.{right % 99 + 1:02d}"})
    assert wrong.context["form"].errors["amount"] == ["This is not the amount. You have 2 tries left."]
    done = client.post(sent["Location"], {"amount": f"0.{right:02d}"}, follow=True)
    assert "is verified." in text_of(done)
    digits = card_digits_of(investor)
    assert digits not in done.content.decode()
    removed = client.post(f"/me/cards/{card.number}/remove/", follow=True)
    assert "was removed." in text_of(removed)


def spaced(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def test_card_changes_ask_for_the_password_again(payer: User) -> None:
    payer.set_password("correct-horse-battery")
    payer.save()
    client = Client()
    client.force_login(payer)
    number = card_of(payer)
    for path in ("/me/cards/new/", f"/me/cards/{number}/verify/", f"/me/cards/{number}/remove/"):
        assert client.get(path).status_code == 200
        assert client.post(path)["Location"].startswith("/accounts/reauthenticate/")
    assert BankCard.objects.get(number=number).status == "verified"


def test_strangers_see_nothing(payer: User, stranger: User) -> None:
    deposit = fund(payer, 100)
    client = arrive(stranger)
    assert client.get(f"/wallet/deposits/{deposit.number}/").status_code == 404
    assert client.get(f"/me/cards/{card_of(payer)}/verify/").status_code == 404
    assert arrive(payer).get(f"/wallet/deposits/{deposit.number}/").status_code == 200


def test_the_statement_adds_up_line_by_line(client: Client, payer: User) -> None:
    fund(payer, 10_000)
    plan("bounce_withdrawal")
    from tests.bank import order_withdrawal

    order_withdrawal(payer, 4_000)
    deliver_notifications()
    rows = client.get("/wallet/statement/").context["page"].rows
    assert [(row.available_change_fen, row.available_after_fen) for row in rows] == [
        (4_000, 10_000),
        (-4_000, 6_000),
        (10_000, 10_000),
    ]


def test_every_page_of_the_statement_counts_on_from_the_one_before(client: Client, payer: User) -> None:
    for amount_fen in range(1, 31):
        give(payer, amount_fen)
    first = client.get("/wallet/statement/").context["page"]
    second = client.get(f"/wallet/statement/{first.next_url}").context["page"]
    lines = [*first.rows, *second.rows]
    assert (len(first.rows), len(second.rows)) == (25, 5)
    assert [line.available_after_fen for line in lines] == [sum(range(1, n + 1)) for n in range(30, 0, -1)]


def test_the_statement_downloads_as_csv(client: Client, payer: User) -> None:
    deposit = fund(payer, 10_000)
    download = client.get("/wallet/statement.csv")
    assert download["Content-Type"] == "text/csv; charset=utf-8"
    lines = b"".join(download.streaming_content).decode().splitlines()
    assert (
        lines[0]
        == "\ufeffDay,Movement,Purpose,Order number,Available change,Held change,Available after,Held after"
    )
    assert lines[1].split(",")[1:] == ["Deposit", "", deposit.number, "100.00", "0.00", "100.00", "0.00"]
    assert len(lines) == 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("DP1") == "DP1"


def test_pages_ask_little_and_the_same(client: Client, payer: User) -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            give(payer, 100)

    for path in ("/wallet/", "/wallet/statement/", "/wallet/deposit/", "/wallet/withdraw/", "/me/cards/"):
        assert_same_few_queries(client, path, grow=grow)


def test_orders_on_the_wallet_page_cost_nothing_more(client: Client, payer: User) -> None:
    def grow(count: int) -> None:
        for _ in range(min(count, 9)):
            order_deposit(payer, 100)

    assert_same_few_queries(client, "/wallet/", grow=grow)


def test_the_banks_page_declines(client: Client, payer: User) -> None:
    deposit = order_deposit(payer, 100)
    page = f"/sandbox-bank/deposits/{token_of(deposit)}/"
    Client().post(page, {"decision": "decline"})
    assert "This payment was declined." in text_of(Client(headers={"accept-language": "en"}).get(page))
    Client().post(page, {"decision": "confirm"})
    assert SandboxTransaction.objects.get(kind="deposit").state == "declined"


def test_the_banks_pages_are_gone_with_another_bank(payer: User, settings) -> None:
    deposit = order_deposit(payer, 100)
    page = f"/sandbox-bank/deposits/{token_of(deposit)}/"
    assert Client().get(page).status_code == 200
    settings.CUSTODY_GATEWAY = "some.other.Bank"
    for path in (page, "/sandbox-bank/"):
        assert Client().get(path).status_code == 404


def test_the_bank_never_leads_elsewhere(payer: User) -> None:
    deposit = order_deposit(payer, 100)
    SandboxTransaction.objects.update(return_url="https://evil.example/")
    back = Client().post(f"/sandbox-bank/deposits/{token_of(deposit)}/", {"decision": "confirm"})
    assert back["Location"] == "/"
    assert SandboxTransaction.objects.get(kind="deposit").state == sandbox_bank.State.BOOKED
