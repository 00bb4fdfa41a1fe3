"""Automatic investing in goods: only of the dealers that are wanted, and within the limit for one dealer."""

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Dealer, User
from finance.queries.wallets import wallet_balance
from lending.auto_invest.consent import scope_hash, scope_of
from lending.models import AutoInvestDecision, AutoInvestRule, Bid, Listing
from lending.queries.auto_invest import preview
from lending.queries.exposure import lent_for_dealer
from lending.services.serve_auto_invest import serve_open_listings
from lending.services.start_auto_rule import start_auto_rule
from tests import dealers
from tests.arrivals import arrive
from tests.factories import make_customer
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.money import fund
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def investor(db: None) -> User:
    return factories.make_investor("auto@example.cn", funds_fen=5_000_00)


@pytest.fixture
def other(db: None) -> Dealer:
    return dealers.active("other@dealer.cn", name="广州百乐电器有限公司")


def listing_of(dealer: Dealer, name: str) -> Listing:
    order = goods.down_paid(dealer, make_customer(f"{name}@example.cn", name="李买"))
    return Listing.objects.get(application=order.application_id)


def bids(rule: AutoInvestRule) -> list[tuple[int, int]]:
    return list(Bid.objects.filter(auto_rule=rule).order_by("pk").values_list("listing", "amount_fen"))


def test_only_goods_of_the_wanted_dealers_are_bid_on(dealer: Dealer, other: Dealer, investor: User) -> None:
    wanted, unwanted = listing_of(dealer, "one"), listing_of(other, "two")
    cash = factories.make_listing(make_customer("cash@example.cn", name="李借"))
    rule = factories.make_auto_rule(investor, dealers=frozenset({dealer.number}))
    assert serve_open_listings() == 2
    assert bids(rule) == [(wanted.pk, 1_000_00), (cash.pk, 1_000_00)]
    left_out = AutoInvestDecision.objects.get(rule=rule, outcome="left_out")
    assert (left_out.listing_id, left_out.codes) == (unwanted.pk, "dealer")
    assert left_out.reasons == [{"code": "dealer", "asked": "", "found": other.number}]
    page = arrive(investor).get(f"/invest/auto/{rule.number}/").content.decode()
    assert other.number in page
    assert dealer.organisation.legal_name in page


def test_the_limit_for_one_dealer_counts_bids_and_loans_of_all_orders(
    dealer: Dealer, other: Dealer, investor: User
) -> None:
    fund(investor, 10_000_00)
    first = goods.delivered(dealer, make_customer("one@example.cn", name="李买"), {investor: 10_000_00})
    assert lent_for_dealer(investor, dealer) == first.financed_fen == 10_000_00
    same, elsewhere = listing_of(dealer, "two"), listing_of(other, "three")
    rule = factories.make_auto_rule(investor, per_dealer_fen=10_300_00, total_fen=100_000_00)
    assert serve_open_listings() == 2
    assert bids(rule) == [(same.pk, 300_00), (elsewhere.pk, 1_000_00)]
    told = AutoInvestDecision.objects.filter(rule=rule, outcome="bid").order_by("pk")
    assert [row.reasons[0]["code"] for row in told] == ["as_much_as_per_dealer", "as_much_as_per_loan"]
    log = arrive(investor).get(f"/invest/auto/{rule.number}/").content.decode()
    assert "¥300.00：单一经销商上限的剩余额度" in log
    assert (lent_for_dealer(investor, dealer), lent_for_dealer(investor, other)) == (10_300_00, 1_000_00)
    again = listing_of(dealer, "four")
    before = wallet_balance(investor)
    assert serve_open_listings() == 0
    assert wallet_balance(investor) == before
    [decision] = AutoInvestDecision.objects.filter(rule=rule, listing=again)
    assert (decision.outcome, decision.codes) == ("left_out", "per_dealer")


def test_a_scope_without_dealers_is_hashed_as_ever_and_one_with_them_otherwise(dealer: Dealer) -> None:
    plain = factories.make_wishes()
    assert {"dealers", "per_dealer_fen"} & scope_of(plain).keys() == set()
    named = factories.make_wishes(dealers=frozenset({dealer.number}))
    capped = factories.make_wishes(per_dealer_fen=2_000_00)
    assert len({scope_hash(one) for one in (plain, named, capped)}) == 3


@pytest.mark.parametrize(
    "values",
    [
        {"dealers": frozenset({"DL0"})},
        {"per_dealer_fen": 999_99},
        {"per_dealer_fen": -1},
        {"lines": frozenset({"cash"}), "per_dealer_fen": 2_000_00},
    ],
)
def test_refuses_a_scope_of_dealers_that_makes_no_sense(investor: User, values: dict[str, object]) -> None:
    wishes = factories.make_wishes(**values)
    with pytest.raises(Refused) as refusal:
        start_auto_rule(
            investor=investor,
            wishes=wishes,
            shown_hash=scope_hash(wishes),
            notice_shown_at=factories.read_in_time(),
            key="k",
        )
    assert refusal.value.code == "scope_wrong"
    assert not AutoInvestRule.objects.exists()


def test_the_page_offers_the_dealers_and_says_why_others_are_left_out(
    dealer: Dealer, other: Dealer, investor: User
) -> None:
    listing_of(other, "two")
    client = arrive(investor)
    asked = {
        "grades": ["A", "B"],
        "lines": ["goods"],
        "periods_min": "1",
        "periods_max": "24",
        "rate_min": "5",
        "per_loan": "500",
        "per_borrower": "500",
        "dealers": [dealer.number],
        "per_dealer": "2000",
        "keep": "0",
        "total": "5000",
        "expires_on": factories.make_wishes().expires_on.isoformat(),
    }
    page = client.get("/invest/auto/new/", asked)
    assert page.context["wishes"].dealers == {dealer.number}
    assert page.context["wishes"].per_dealer_fen == 2_000_00
    assert [row.reasons for row in page.context["left_out"]] != [[]]
    cash = client.get("/invest/auto/new/", {**asked, "lines": ["cash"]})
    assert (cash.context["wishes"].dealers, cash.context["wishes"].per_dealer_fen) == (frozenset(), 0)
    low = client.get("/invest/auto/new/", {**asked, "per_dealer": "100"})
    assert "per_dealer" in low.context["form"].errors
    assert client.get("/invest/auto/new/", {**asked, "dealers": ["DL0"]}).context["wishes"] is None


def test_a_market_of_many_dealers_takes_no_more_queries(
    dealer: Dealer, other: Dealer, investor: User
) -> None:
    listing_of(dealer, "one")
    rule = factories.make_auto_rule(investor, dealers=frozenset({dealer.number}), per_dealer_fen=2_000_00)
    client, path = arrive(investor), f"/invest/auto/{rule.number}/"
    before = count_queries(client, path)
    listing_of(other, "two")
    listing_of(dealer, "three")
    assert count_queries(client, path) == before
    assert len(preview(investor, rule.wishes, clock.today()).verdicts) == 3
