"""What a person does at the bank, from the first card to the withdrawal."""

from accounts.models import User
from finance.custody.sandbox_customer import bind_own_card, pay_in, pay_out
from finance.queries.wallets import wallet_balance
from tests.money import fund


def test_a_person_binds_a_card_pays_in_and_takes_out(investor: User) -> None:
    card = bind_own_card(investor)
    assert (card.status, card.is_default, card.last_four) == ("verified", True, card.card_number[-4:])
    assert pay_in(investor, 100_000).status == "confirmed"
    assert wallet_balance(investor) == (100_000, 0)
    assert pay_out(investor, 40_000).status == "confirmed"
    assert wallet_balance(investor) == (60_000, 0)


def test_fund_binds_a_card_where_there_is_none(borrower: User) -> None:
    assert fund(borrower, 12_345).amount_fen == 12_345
    assert wallet_balance(borrower) == (12_345, 0)
