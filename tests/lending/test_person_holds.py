"""Who is held takes nothing out, lends, borrows and buys nothing; repaying goes on, and money for it comes in."""

import datetime as dt
from collections.abc import Callable

import pytest

from accounts.errors import Refused
from accounts.models import Dealer, PersonHold, RuleVersion, User
from accounts.restrictions import held_among, is_held
from finance.custody.sandbox_customer import pay_in, pay_out
from finance.models import Deposit, Entry, Withdrawal
from finance.queries.wallets import wallet_balance
from lending.models import Application, AutoInvestDecision, Bid, GoodsOrder, Loan, LoanPayment
from lending.services.disburse_loan import disburse_loan
from lending.services.pay_loan import pay_loan
from lending.services.serve_auto_invest import serve_auto_invest
from tests import dealers, watching
from tests.factories import make_customer
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.money import fund

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    """Return the code of the refusal; nothing is posted."""
    before = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        act()
    assert Entry.objects.count() == before
    return refusal.value.code


@pytest.mark.parametrize("cause, takes_deposits", [("watch_list", False), ("identity", True)])
def test_money_goes_neither_out_nor_in_as_the_rule_says(
    borrower: User, cause: str, takes_deposits: bool
) -> None:
    fund(borrower, 1_000_00)
    hold = watching.hold(borrower, cause)
    assert refused(lambda: pay_out(borrower, 100_00)) == "held"
    assert not Withdrawal.objects.exists()
    if takes_deposits:
        assert pay_in(borrower, 50_00).status == Deposit.Status.CONFIRMED
    else:
        assert refused(lambda: pay_in(borrower, 50_00)) == "held"
        assert Deposit.objects.count() == 1
    assert wallet_balance(borrower).available_fen == (1_050_00 if takes_deposits else 1_000_00)
    PersonHold.objects.filter(pk=hold.pk).delete()
    assert pay_out(borrower, 100_00).amount_fen == 100_00


def test_a_hold_follows_the_person_to_another_login(borrower: User, stranger: User) -> None:
    watching.hold(borrower)
    clerk = User.objects.create_user(email="clerk@example.cn", kind=User.Kind.DEALER, person=borrower.person)
    assert (is_held(clerk, "withdraw"), is_held(stranger, "withdraw")) == (True, False)
    assert held_among([clerk.pk, borrower.pk, stranger.pk], "bid") == {clerk.pk, borrower.pk}
    assert held_among([borrower.pk], "repay") == set()


def test_the_rule_of_the_day_says_what_is_stopped(borrower: User) -> None:
    watching.hold(borrower, "identity")
    assert not is_held(borrower, "deposit")
    RuleVersion.objects.create(
        pack="cn-p2p-2016",
        code="kyc.hold",
        value={"watch_list": [], "identity": ["deposit"]},
        valid_from_on=dt.date(2020, 1, 1),
        article="x",
        source_state="practice",
        text_en="x",
        text_zh="x",
    )
    assert (is_held(borrower, "deposit"), is_held(borrower, "withdraw")) == (True, False)


def test_who_is_held_neither_bids_nor_is_bid_for(borrower: User) -> None:
    listing = factories.make_listing(borrower)
    investor = factories.make_investor("lender@example.cn")
    rule = factories.make_auto_rule(investor)
    watching.hold(investor)
    assert refused(lambda: factories.bid(investor, listing, 1_000_00)) == "held"
    assert refused(lambda: factories.make_auto_rule(investor)) == "held"
    assert serve_auto_invest(listing_id=listing.pk) == 0
    assert not Bid.objects.exists()
    assert not AutoInvestDecision.objects.filter(rule=rule, outcome="bid").exists()
    assert wallet_balance(investor).available_fen == 100_000_00


def test_who_is_held_neither_applies_nor_is_paid_out(borrower: User) -> None:
    listing = factories.make_full_listing(borrower)
    other = make_customer("other@example.cn")
    draft = factories.make_draft(other)
    third = make_customer("third@example.cn")
    for user in (borrower, other, third):
        watching.hold(user, "identity")
    assert refused(lambda: disburse_loan(listing_id=listing.pk, actor=None)) == "held"
    assert not Loan.objects.exists()
    assert (
        refused(
            lambda: factories.submit_application(
                application=draft, borrower=other, agrees_to_credit_query=True, agrees_to_disclosure=True
            )
        )
        == "held"
    )
    draft.refresh_from_db()
    assert draft.status == Application.Status.DRAFT
    assert refused(lambda: factories.make_draft(third)) == "held"
    PersonHold.objects.all().delete()
    assert disburse_loan(listing_id=listing.pk, actor=None).status == Loan.Status.ACTIVE


def test_who_is_held_buys_nothing_on_instalments() -> None:
    dealer: Dealer = dealers.active()
    customer = make_customer("buyer@example.cn")
    waiting = goods.quoted(dealer, customer)
    code = goods.code_for(waiting, "confirm")
    watching.hold(customer)
    assert refused(lambda: goods.quoted(dealer, customer)) == "held"
    assert (
        refused(lambda: goods.confirm_order(order=goods.fresh(waiting), customer=customer, code=code))
        == "held"
    )
    assert list(GoodsOrder.objects.values_list("status", flat=True)) == ["quoted"]


def test_repaying_goes_on_and_the_money_for_it_comes_in(borrower: User) -> None:
    loan = factories.make_active_loan(borrower)
    watching.hold(borrower)
    assert pay_in(borrower, 500_00).status == Deposit.Status.CONFIRMED
    paid = pay_loan(loan=loan, payer=borrower, amount_fen=100_00, key="held")
    assert paid.amount_fen == 100_00
    assert LoanPayment.objects.count() == 1
    assert refused(lambda: pay_out(borrower, 100_00)) == "held"
