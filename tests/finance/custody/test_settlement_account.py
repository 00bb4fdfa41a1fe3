"""A dealer's account is its company's: named by the owner, verified like a card, fixed while the papers are vetted."""

import pytest

from accounts.errors import Refused
from finance.custody import calls
from finance.holders import Holder, holder_of
from finance.models import BankCard, CustodyCustomer, SandboxCard, SandboxCustomer
from finance.queries.cards import settlement_account
from finance.services.bind_card import bind_card
from finance.services.choose_default_card import choose_default_card
from tests import dealers

pytestmark = pytest.mark.django_db
DIGITS = "755912345678901"


def verified_company() -> dealers.Dealer:
    dealer = dealers.named()
    dealers.verify(dealer)
    return dealers.fresh(dealer)


def name_account(dealer: dealers.Dealer, digits: str = DIGITS, key: str = "k") -> BankCard:
    owner = dealers.owner(dealer)
    number = bind_card(actor=owner, card_digits=digits, bank_name="招商银行深圳科苑支行", key=key)
    card = BankCard.objects.get(number=number)
    calls.bind_card_at_bank(card.pk)
    right = SandboxCard.objects.get(reference=number).small_amount_fen
    calls.check_card(actor=owner, card_number=number, amount_fen=right)
    card.refresh_from_db()
    return card


def test_the_account_stands_in_the_companys_name() -> None:
    dealer = verified_company()
    company = dealer.organisation
    assert holder_of(dealers.owner(dealer)) == Holder(company.legal_name, company.uscc, is_company=True)
    card = name_account(dealer)
    assert (card.status, card.masked) == ("verified", "招商银行深圳科苑支行 (8901)")
    assert settlement_account(dealer) == card
    bank = SandboxCustomer.objects.get()
    assert (bank.real_name, CustodyCustomer.objects.get().bank_customer) == (
        company.legal_name,
        bank.bank_customer,
    )


@pytest.mark.parametrize(
    "digits", ["", "1234567", "７５５９１２３４５６７８９０１", "7559abc", "-75591234567", "1" * 31]
)
def test_digits_that_are_no_account_are_refused(digits: str) -> None:
    dealer = verified_company()
    with pytest.raises(Refused) as refusal:
        name_account(dealer, digits)
    assert refusal.value.code == "bad_card"
    assert not BankCard.objects.exists()


def test_neither_a_clerk_nor_the_owner_of_an_unverified_company_names_one() -> None:
    unverified = dealers.named("two@dealer.cn")
    clerk = dealers.add_clerk(verified_company()).user
    for actor in (clerk, dealers.owner(unverified)):
        with pytest.raises(Refused) as refusal:
            bind_card(actor=actor, card_digits=DIGITS, bank_name="招商银行深圳支行", key="k")
        assert refusal.value.code == "identity_needed"
    assert not BankCard.objects.exists()


def test_the_bank_refuses_another_companys_name() -> None:
    first = verified_company()
    name_account(first)
    SandboxCustomer.objects.update(real_name="别家公司")
    CustodyCustomer.objects.all().delete()
    owner = dealers.owner(first)
    number = bind_card(actor=owner, card_digits="755900000000002", bank_name="招商银行深圳支行", key="k2")
    calls.bind_card_at_bank(BankCard.objects.get(number=number).pk)
    card = BankCard.objects.get(number=number)
    assert (card.status, card.failure) == ("failed", "name_mismatch")


def test_the_account_is_fixed_while_the_papers_are_vetted_and_free_again_at_work() -> None:
    dealer = dealers.vetting()
    owner, card = dealers.owner(dealer), BankCard.objects.get()
    for act in (
        lambda: bind_card(actor=owner, card_digits=DIGITS, bank_name="招商银行深圳支行", key="k"),
        lambda: choose_default_card(actor=owner, card_number=card.number),
        lambda: calls.check_card(actor=owner, card_number=card.number, amount_fen=1),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "account_fixed"
    assert BankCard.objects.count() == 1
    dealers.Dealer.objects.filter(pk=dealer.pk).update(status="active", admitted_at=dealer.sent_in_at)
    second = name_account(dealer)
    assert settlement_account(dealer) == card
    choose_default_card(actor=owner, card_number=second.number)
    assert settlement_account(dealer) == second
