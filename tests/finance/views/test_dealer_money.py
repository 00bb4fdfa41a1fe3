"""The dealer's wallet on its owner's pages: what they show and move, to the fen, and whom they refuse."""

import re
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Dealer, Message, User
from finance.custody import sandbox_bank
from finance.custody.sandbox_customer import bind_own_card
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import BankCard, Deposit, Entry, WalletFreeze, Withdrawal
from finance.queries.wallets import wallet_balance
from finance.services.choose_default_card import choose_default_card
from finance.services.place_hold import place_hold
from finance.services.request_deposit import request_deposit
from finance.services.request_withdrawal import request_withdrawal
from tests import dealers
from tests.arrivals import arrive as arrive_with_password
from tests.bank import order_deposit, plan, token_of
from tests.finance.ledger_helpers import deposit as give
from tests.money import fund
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
HOME, PAY_IN, TAKE_OUT = "/dealer/money/", "/dealer/money/deposit/", "/dealer/money/withdraw/"


@pytest.fixture
def dealer(db: None) -> Dealer:
    return dealers.active()


@pytest.fixture
def owner(dealer: Dealer) -> User:
    return dealers.owner(dealer)


@pytest.fixture
def client(owner: User) -> Client:
    return arrive(owner)


def arrive(user: User) -> Client:
    client = arrive_with_password(user)
    client.cookies["django_language"] = "en"
    return client


def account_of(user: User) -> str:
    return BankCard.objects.get(user=user, is_default=True).number


def sent(client: Client, path: str, user: User, amount: str, **more: str) -> HttpResponse:
    values = {"amount": amount, "card": account_of(user), "idempotency_key": uuid.uuid4().hex, **more}
    return client.post(path, values)


def text_of(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def test_the_whole_way_of_a_deposit(client: Client, owner: User) -> None:
    assert wallet_balance(owner) == (0, 0)
    answer = sent(client, PAY_IN, owner, "1234.56")
    deposit = Deposit.objects.get()
    assert answer["Location"] == f"/sandbox-bank/deposits/{token_of(deposit)}/"
    here = f"{HOME}deposits/{deposit.number}/"
    assert deposit.number in text_of(client.get(HOME))
    back = Client().post(answer["Location"], {"decision": "confirm"})
    assert back["Location"] == f"{here}back/"
    assert client.get(back["Location"])["Location"] == here
    assert "Please do not pay twice." in text_of(client.get(here))
    assert wallet_balance(owner) == (0, 0)
    deliver_notifications()
    poll = client.get(here, {"seen": "unknown"}, headers={"HX-Request": "true"})
    assert poll["HX-Refresh"] == "true"
    final = client.get(here)
    assert "The bank has the money and it is in your wallet." in text_of(final)
    assert f'href="{HOME}"' in final.content.decode()
    assert wallet_balance(owner) == (123_456, 0)
    told = Message.objects.get(to=owner, template="deposit_confirmed", channel="inbox")
    assert told.link == here
    assert_sound()


def test_the_whole_way_of_a_withdrawal_which_one_key_orders_once(client: Client, owner: User) -> None:
    fund(owner, 1_000_00)
    figures = sent(client, TAKE_OUT, owner, "400.01")
    shown = text_of(figures).replace("&#x27;", "'")
    assert all(part in shown for part in ("Arrives on the company's account", "¥400.01", "¥599.99"))
    assert (Withdrawal.objects.count(), wallet_balance(owner)) == (0, (100_000, 0))
    form = figures.context["form"]
    values = {"amount": "400.01", "card": account_of(owner), "confirmed": "yes"}
    values["idempotency_key"] = str(form["idempotency_key"].value())
    answer = client.post(TAKE_OUT, values)
    withdrawal = Withdrawal.objects.get()
    here = f"{HOME}withdrawals/{withdrawal.number}/"
    assert (answer["Location"], withdrawal.amount_fen) == (here, 40_001)
    entries = Entry.objects.count()
    assert client.post(TAKE_OUT, values)["Location"] == here
    assert (Withdrawal.objects.count(), Entry.objects.count()) == (1, entries)
    assert wallet_balance(owner) == (59_999, 0)
    deliver_notifications()
    assert "paid the money out to the company's account" in text_of(client.get(here)).replace("&#x27;", "'")
    assert wallet_balance(owner) == (59_999, 0)
    assert_sound()


def test_one_key_orders_one_deposit(client: Client, owner: User) -> None:
    key = uuid.uuid4().hex
    places = {sent(client, PAY_IN, owner, "10", idempotency_key=key)["Location"] for _ in range(2)}
    assert (Deposit.objects.count(), len(places)) == (1, 1)


def test_a_bounced_withdrawal_is_back_to_the_fen(client: Client, owner: User) -> None:
    fund(owner, 500_00)
    plan("bounce_withdrawal")
    answer = sent(client, TAKE_OUT, owner, "120.34", confirmed="yes")
    assert wallet_balance(owner) == (37_966, 0)
    deliver_notifications()
    page = text_of(client.get(answer["Location"]))
    assert "The whole amount is back in your wallet." in page
    assert wallet_balance(owner) == (50_000, 0)
    assert_sound()


def test_a_declined_deposit_can_be_tried_again(client: Client, owner: User) -> None:
    deposit = order_deposit(owner, 100)
    sandbox_bank.authorise(token_of(deposit), confirmed=False)
    deliver_notifications()
    page = client.get(f"{HOME}deposits/{deposit.number}/").content.decode()
    assert f'href="{PAY_IN}"' in page
    assert wallet_balance(owner) == (0, 0)


def test_more_than_is_free_is_refused_and_held_money_stays(client: Client, owner: User) -> None:
    fund(owner, 100_00)
    place_hold(owner=owner, amount_fen=30_00, purpose="return", reference="GO1", key="hold", actor=None)
    entries = Entry.objects.count()
    for more in ({}, {"confirmed": "yes"}):
        page = sent(client, TAKE_OUT, owner, "70.01", **more)
        assert page.context["form"].errors["amount"] == ["There is not enough money in the wallet."]
    assert (Withdrawal.objects.count(), Entry.objects.count()) == (0, entries)
    assert wallet_balance(owner) == (7_000, 3_000)
    assert "¥30.00" in text_of(client.get(HOME))


@pytest.mark.parametrize("amount", ["", "0", "-1", "1.001", "1e3", "NaN", "9" * 14, "１２"])
def test_bad_amounts_write_nothing(client: Client, owner: User, amount: str) -> None:
    give(owner, 10_000)
    entries = Entry.objects.count()
    for path in (PAY_IN, TAKE_OUT):
        assert "amount" in sent(client, path, owner, amount).context["form"].errors
    assert (Deposit.objects.count(), Withdrawal.objects.count(), Entry.objects.count()) == (0, 0, entries)


def test_only_the_account_in_use_is_a_choice(client: Client, owner: User) -> None:
    give(owner, 10_000)
    first = account_of(owner)
    second = bind_own_card(owner, card_digits="755912345678901")
    for path in (PAY_IN, TAKE_OUT):
        assert "card" in sent(client, path, owner, "1", card=second.number).context["form"].errors
        assert [number for number, _ in client.get(path).context["form"].fields["card"].choices] == [first]
    choose_default_card(actor=owner, card_number=second.number)
    assert "card" in sent(client, PAY_IN, owner, "1", card=first).context["form"].errors
    assert not Deposit.objects.exists()


def test_a_new_account_waits_before_it_takes_money(client: Client, owner: User) -> None:
    give(owner, 10_000)
    second = bind_own_card(owner, card_digits="755912345678901")
    choose_default_card(actor=owner, card_number=second.number)
    for more in ({}, {"confirmed": "yes"}):
        page = sent(client, TAKE_OUT, owner, "1", **more)
        assert page.context["form"].errors["card"][0].startswith("Nothing was moved.")
    assert (Withdrawal.objects.count(), wallet_balance(owner)) == (0, (10_000, 0))


def test_a_clerk_sees_nothing_and_moves_nothing(dealer: Dealer, owner: User) -> None:
    deposit = fund(owner, 100_00)
    clerk = arrive(dealers.add_clerk(dealer).user)
    entries = Entry.objects.count()
    for path in (HOME, PAY_IN, TAKE_OUT, f"{HOME}deposits/{deposit.number}/"):
        assert clerk.get(path).status_code == 403
    for path in (PAY_IN, TAKE_OUT):
        assert sent(clerk, path, owner, "10", confirmed="yes").status_code == 403
    assert f'href="{HOME}"' not in clerk.get("/dealer/").content.decode()
    assert f'href="{HOME}"' not in clerk.get("/help/").content.decode()
    assert (Deposit.objects.count(), Withdrawal.objects.count(), Entry.objects.count()) == (1, 0, entries)


def test_every_form_can_be_left(client: Client, owner: User) -> None:
    give(owner, 10_000)
    forms = {
        PAY_IN: HOME,
        TAKE_OUT: HOME,
        "/dealer/settlement-account/new/": "/dealer/settlement-account/",
    }
    for path, back in forms.items():
        assert f'<a class="btn btn-quiet" href="{back}">' in client.get(path).content.decode()
    figures = sent(client, TAKE_OUT, owner, "1").content.decode()
    assert f'<a class="btn btn-quiet" href="{TAKE_OUT}">' in figures


def test_the_owner_is_led_here_from_every_page(client: Client) -> None:
    for path in ("/dealer/", "/dealer/stores/", "/help/"):
        assert f'href="{HOME}"' in client.get(path).content.decode()


def test_another_dealers_order_is_not_there(owner: User) -> None:
    deposit = fund(owner, 100_00)
    withdrawal = Withdrawal.objects.get(number=_paid_out(owner, 10_00))
    other = arrive(dealers.owner(dealers.active("other@dealer.cn", name="深圳另一家电器有限公司")))
    for path in (
        f"deposits/{deposit.number}/",
        f"deposits/{deposit.number}/back/",
        f"withdrawals/{withdrawal.number}/",
        "deposits/DP00000000000000/",
    ):
        assert other.get(f"{HOME}{path}").status_code == 404
    page = sent(other, TAKE_OUT, owner, "1", confirmed="yes")
    assert "card" in page.context["form"].errors
    assert wallet_balance(owner) == (9_000, 0)


def _paid_out(owner: User, amount_fen: int) -> str:
    return request_withdrawal(
        actor=owner, card_number=account_of(owner), amount_fen=amount_fen, key=uuid.uuid4().hex
    )


def test_taking_out_asks_for_a_proof_that_is_new(owner: User) -> None:
    fund(owner, 100_00)
    owner.set_password("correct-horse-battery")
    owner.save()
    client = Client()
    client.force_login(owner)
    assert client.get(TAKE_OUT).status_code == 200
    answer = sent(client, TAKE_OUT, owner, "10", confirmed="yes")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert (Withdrawal.objects.count(), wallet_balance(owner)) == (0, (10_000, 0))


def test_before_the_admission_no_money_comes_in(db: None) -> None:
    filled = dealers.filled()
    owner = dealers.owner(filled)
    client = arrive(owner)
    for path in (HOME, PAY_IN, TAKE_OUT):
        assert "First the admission" in text_of(client.get(path))
    for act in (request_deposit, request_withdrawal):
        with pytest.raises(Refused) as refusal:
            act(actor=owner, card_number=account_of(owner), amount_fen=1, key=act.__name__)
        assert refusal.value.code == "not_admitted"
    sent(client, PAY_IN, owner, "10")
    assert not Deposit.objects.exists()


def test_without_an_account_the_pages_lead_to_it(client: Client, owner: User) -> None:
    BankCard.objects.filter(user=owner).update(status="removed", is_default=False)
    for path in (HOME, PAY_IN, TAKE_OUT):
        assert 'href="/dealer/settlement-account/"' in client.get(path).content.decode()


def test_a_suspended_dealer_pays_in_for_returns_and_takes_its_money_out(client: Client, owner: User) -> None:
    Dealer.objects.update(status="suspended", reason="x")
    fund(owner, 100_00)
    assert sent(client, TAKE_OUT, owner, "40", confirmed="yes").status_code == 302
    assert wallet_balance(owner) == (6_000, 0)


def test_a_frozen_wallet_says_so_and_nothing_goes_out(client: Client, owner: User) -> None:
    deposit = fund(owner, 100_00)
    WalletFreeze.objects.create(
        user=owner, reason="recall", reference=deposit.number, frozen_at=deposit.ended_at
    )
    assert "Your wallet is frozen." in text_of(client.get(HOME))
    page = sent(client, TAKE_OUT, owner, "1", confirmed="yes")
    assert "frozen" in text_of(page)
    assert (Withdrawal.objects.count(), wallet_balance(owner)) == (0, (10_000, 0))


def test_the_pages_ask_little_and_the_same(client: Client, owner: User) -> None:
    def grow(count: int) -> None:
        for _ in range(min(count, 9)):
            order_deposit(owner, 100)
        for _ in range(count):
            give(owner, 100)

    for path in (HOME, PAY_IN, TAKE_OUT):
        assert_same_few_queries(client, path, grow=grow, limit=14)
