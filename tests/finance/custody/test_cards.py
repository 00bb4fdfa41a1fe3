"""A card is the customer's own, verified by a small amount in three tries, kept encrypted."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.errors import Refused
from accounts.models import Event, User
from finance.custody import calls
from finance.custody.gateway import Unknown
from finance.custody.sandbox_customer import bind_own_card, card_digits_of
from finance.models import BankCard, CustodyCustomer, SandboxCard
from finance.queries.cards import cards_of, verified_card
from finance.services.bind_card import bind_card
from finance.services.choose_default_card import choose_default_card
from finance.services.remove_card import remove_card
from finance.tasks import sweep
from tests.bank import order_deposit
from tests.factories import make_customer


def luhn_digits(body: str) -> str:
    from stdnum import luhn

    return body + luhn.calc_check_digit(body)


def name_card(user: User, digits: str, key: str = "k", bank: str = "") -> BankCard:
    card = BankCard.objects.get(number=bind_card(actor=user, card_digits=digits, bank_name=bank, key=key))
    calls.bind_card_at_bank(card.pk)
    card.refresh_from_db()
    return card


def wrong_amount(card: BankCard) -> int:
    return SandboxCard.objects.get(reference=card.number).small_amount_fen % 99 + 1


def test_verified_by_the_small_amount(investor: User) -> None:
    card = name_card(investor, card_digits_of(investor))
    assert (card.status, card.tries_left, card.bank_name) == ("sent", 3, "招商银行")
    sent = SandboxCard.objects.get(reference=card.number)
    assert 1 <= sent.small_amount_fen <= 99
    assert card.bank_page_url == f"/sandbox-bank/cards/{sent.token}/"
    calls.check_card(actor=investor, card_number=card.number, amount_fen=sent.small_amount_fen)
    card.refresh_from_db()
    assert (card.status, card.is_default, card.bank_token) == ("verified", True, sent.token)
    assert CustodyCustomer.objects.get(user=investor).bank_customer == f"C-{investor.number}"
    kinds = Event.objects.filter(subject_number=card.number).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["bank_card.requested", "bank_card.sent", "bank_card.verified"]


def test_three_wrong_amounts_end_the_card_and_a_new_one_gets_a_new_amount(investor: User) -> None:
    card = name_card(investor, card_digits_of(investor))
    for left in (2, 1, 0):
        with pytest.raises(Refused) as refusal:
            calls.check_card(actor=investor, card_number=card.number, amount_fen=wrong_amount(card))
        assert refusal.value.code == "wrong_amount"
        card.refresh_from_db()
        assert card.tries_left == left
    assert (card.status, card.failure) == ("failed", "wrong_amount")
    right = SandboxCard.objects.get(reference=card.number).small_amount_fen
    with pytest.raises(Refused) as refusal:
        calls.check_card(actor=investor, card_number=card.number, amount_fen=right)
    assert refusal.value.code == "not_waiting"
    assert verified_card(investor) is None
    again = name_card(investor, card_digits_of(investor), key="k2")
    assert (again.status, again.tries_left) == ("sent", 3)


def test_no_answer_gives_the_try_back(investor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    card = name_card(investor, card_digits_of(investor))
    monkeypatch.setattr(
        "finance.custody.sandbox_gateway.SandboxGateway.verify_card", lambda self, **order: Unknown()
    )
    with pytest.raises(Refused) as refusal:
        calls.check_card(actor=investor, card_number=card.number, amount_fen=1)
    assert refusal.value.code == "no_answer"
    card.refresh_from_db()
    assert (card.status, card.tries_left) == ("sent", 3)


@pytest.mark.parametrize(
    "digits",
    [
        "",
        "1234",
        "6225880000000000003",
        "６２２５８８００００００００００",
        "abc",
        "622588000000000000000000",
        "-622588",
    ],
)
def test_digits_that_are_no_card_are_refused(investor: User, digits: str) -> None:
    with pytest.raises(Refused) as refusal:
        bind_card(actor=investor, card_digits=digits, bank_name="工商银行", key="k")
    assert (refusal.value.code, refusal.value.field) == ("bad_card", "card_digits")
    assert not BankCard.objects.exists()


def test_an_unknown_issuer_is_asked_for(investor: User) -> None:
    digits = luhn_digits("621234000000000")
    with pytest.raises(Refused) as refusal:
        bind_card(actor=investor, card_digits=digits, key="k")
    assert refusal.value.code == "bank_needed"
    assert name_card(investor, digits, bank="宁波银行", key="k2").masked == f"宁波银行 ({digits[-4:]})"


def test_only_verified_people_bind_cards(db: None) -> None:
    user = make_customer("new@example.cn", verified=False)
    with pytest.raises(Refused) as refusal:
        bind_card(actor=user, card_digits=luhn_digits("622588000000001"), key="k")
    assert refusal.value.code == "identity_needed"


def test_a_verified_card_is_nobody_elses_and_a_mere_request_locks_nobody_out(
    investor: User, borrower: User
) -> None:
    digits = luhn_digits("622588777777777")
    mine = name_card(investor, digits)
    theirs = name_card(borrower, digits)
    right = SandboxCard.objects.get(reference=theirs.number).small_amount_fen
    calls.check_card(actor=borrower, card_number=theirs.number, amount_fen=right)
    right = SandboxCard.objects.get(reference=mine.number).small_amount_fen
    with pytest.raises(Refused) as refusal:
        calls.check_card(actor=investor, card_number=mine.number, amount_fen=right)
    assert refusal.value.code == "card_taken"
    mine.refresh_from_db()
    assert (mine.status, verified_card(investor)) == ("failed", None)
    with pytest.raises(Refused) as refusal:
        bind_card(actor=investor, card_digits=digits, key="k9")
    assert refusal.value.code == "card_taken"


def test_the_same_card_twice_is_refused(investor: User) -> None:
    name_card(investor, card_digits_of(investor))
    with pytest.raises(Refused) as refusal:
        bind_card(actor=investor, card_digits=card_digits_of(investor), key="k2")
    assert refusal.value.code == "card_taken"


def test_the_number_is_kept_encrypted(investor: User) -> None:
    card = bind_own_card(investor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT card_number FROM finance_bankcard WHERE id = %s", [card.pk])
        stored = cursor.fetchone()[0]
    assert stored.startswith("v1:")
    assert card_digits_of(investor) not in stored
    assert BankCard.objects.get(pk=card.pk).card_number == card_digits_of(investor)


def test_one_default_card(investor: User, stranger: User) -> None:
    first = bind_own_card(investor)
    second = bind_own_card(investor, card_digits=luhn_digits("621700000000001"))
    assert [(card.number, card.is_default) for card in cards_of(investor)] == [
        (first.number, True),
        (second.number, False),
    ]
    choose_default_card(actor=investor, card_number=second.number)
    assert verified_card(investor) == second
    with pytest.raises(Refused):
        choose_default_card(actor=stranger, card_number=first.number)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankCard.objects.filter(user=investor).update(is_default=True)


def test_removal_keeps_the_row_and_passes_the_default_on(investor: User, stranger: User) -> None:
    first = bind_own_card(investor)
    second = bind_own_card(investor, card_digits=luhn_digits("621700000000001"))
    with pytest.raises(Refused):
        remove_card(actor=stranger, card_number=first.number)
    remove_card(actor=investor, card_number=first.number)
    assert cards_of(investor) == [second]
    assert verified_card(investor) == second
    assert BankCard.objects.get(pk=first.pk).status == "removed"
    assert BankCard.objects.get(pk=second.pk).is_default


def test_a_card_with_a_payment_under_way_stays(payer: User) -> None:
    deposit = order_deposit(payer, 1_000)
    with pytest.raises(Refused) as refusal:
        remove_card(actor=payer, card_number=deposit.card.number)
    assert refusal.value.code == "card_in_use"
    assert verified_card(payer) == deposit.card


def test_the_bank_refuses_a_card_of_a_name_it_does_not_know(
    investor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind_own_card(investor)
    investor.person.real_name = "王改名"
    investor.person.save()
    CustodyCustomer.objects.all().delete()
    card = name_card(investor, luhn_digits("621700000000001"))
    assert (card.status, card.failure) == ("failed", "name_mismatch")


def test_the_sweep_tells_the_bank_about_a_card_whose_bell_was_lost(investor: User) -> None:
    import datetime as dt

    from accounts import clock

    number = bind_card(actor=investor, card_digits=card_digits_of(investor), key="k")
    BankCard.objects.update(created_at=clock.now() - dt.timedelta(minutes=1))
    sweep()
    assert BankCard.objects.get(number=number).status == "sent"
