"""A new card waits before money goes to it: whoever took over a login finds nothing to take at once."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.models import Message, User
from finance.custody import calls
from finance.models import BankCard, SandboxCard, Transfer, Withdrawal
from finance.queries.cards import cooling_cards
from finance.queries.wallets import wallet_balance
from finance.services.bind_card import bind_card
from finance.services.remove_card import remove_card
from finance.services.request_withdrawal import request_withdrawal
from tests.arrivals import arrive
from tests.finance.custody.test_cards import luhn_digits
from tests.money import fund

ADDED_AT = dt.datetime(2026, 11, 23, 10, 0, tzinfo=clock.SHANGHAI)


@pytest.fixture
def owner(payer: User) -> User:
    fund(payer, 100_00)
    return payer


@pytest.fixture
def first(owner: User) -> BankCard:
    return BankCard.objects.get(user=owner)


@pytest.fixture
def second(owner: User, first: BankCard) -> BankCard:
    return add_card(owner, luhn_digits("622588029876543"))


def add_card(owner: User, digits: str) -> BankCard:
    """Add a card that was verified at ten o'clock, a day after the first."""
    earliest = BankCard.objects.filter(user=owner).order_by("pk")[0]
    BankCard.objects.filter(pk=earliest.pk).update(verified_at=ADDED_AT - dt.timedelta(days=1))
    number = bind_card(actor=owner, card_digits=digits, key=digits)
    card = BankCard.objects.get(number=number)
    calls.bind_card_at_bank(card.pk)
    amount_fen = SandboxCard.objects.get(reference=number).small_amount_fen
    calls.check_card(actor=owner, card_number=number, amount_fen=amount_fen)
    BankCard.objects.filter(pk=card.pk).update(verified_at=ADDED_AT)
    card.refresh_from_db()
    return card


def take_out(owner: User, card: BankCard, key: str = "k") -> str:
    return request_withdrawal(actor=owner, card_number=card.number, amount_fen=10_00, key=key)


def test_opens_to_the_second_after_a_day_and_moves_nothing_before(owner: User, second: BankCard) -> None:
    moved = Transfer.objects.count()
    with clock.simulated(dt.date(2026, 11, 24), dt.time(9, 59, 59)), pytest.raises(Refused) as refusal:
        take_out(owner, second)
    assert (refusal.value.code, refusal.value.field) == ("card_cooling", "card")
    assert "2026年11月24日 10:00" in str(refusal.value.message)
    assert not Withdrawal.objects.exists()
    assert Transfer.objects.count() == moved
    assert wallet_balance(owner).available_fen == 100_00
    with clock.simulated(dt.date(2026, 11, 24), dt.time(10, 0)):
        assert Withdrawal.objects.get(number=take_out(owner, second)).card == second


def test_the_first_card_is_exempt(owner: User, first: BankCard, second: BankCard) -> None:
    with clock.simulated(dt.date(2026, 11, 23), dt.time(10, 1)):
        assert list(cooling_cards(owner)) == [second.pk]
        take_out(owner, first)
        assert cooling_cards(owner)[second.pk] == ADDED_AT + dt.timedelta(days=1)


def test_removing_the_first_card_makes_no_other_the_first(owner: User, first: BankCard) -> None:
    remove_card(actor=owner, card_number=first.number)
    only = add_card(owner, luhn_digits("622588029876543"))
    with clock.simulated(dt.date(2026, 11, 23), dt.time(11, 0)), pytest.raises(Refused, match="card_cooling"):
        take_out(owner, only)


def test_the_pages_say_when_a_card_opens_and_refuse_in_the_first_step(
    owner: User, first: BankCard, second: BankCard
) -> None:
    client = Client()
    arrive(owner, client=client)
    verified_at = clock.now()
    BankCard.objects.filter(pk=second.pk).update(verified_at=verified_at)
    opens = (verified_at + dt.timedelta(days=1)).astimezone(clock.SHANGHAI)
    day = f"{opens.year}年{opens.month}月"
    assert day in client.get("/me/cards/").content.decode()
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    session.save()
    form = client.get("/wallet/withdraw/").context["form"]
    assert [number for number, _label in form.fields["card"].choices] == [first.number, second.number]
    values = {"idempotency_key": "k", "amount": "10", "card": second.number}
    for step in ({}, {"confirmed": "yes"}):
        answer = client.post("/wallet/withdraw/", {**values, **step})
        assert "card" in answer.context["form"].errors
    assert not Withdrawal.objects.exists()
    assert client.post("/wallet/withdraw/", {**values, "card": first.number}).context["facts"]


def test_the_owner_is_told_of_a_new_card(owner: User, second: BankCard) -> None:
    told = Message.objects.filter(to=owner, template="card_verified", key=f"card_verified:{second.number}")
    assert set(told.values_list("channel", flat=True)) >= {"inbox", "email"}
