"""The pages of the claims market: what is shown, what is bought and sold through them, and what they cost."""

import datetime as dt
import re

import pytest
from django.test import Client, override_settings

from accounts import clock
from accounts.models import Message, User
from accounts.services.deliver_events import deliver_events
from finance.models import WalletFreeze
from finance.queries.wallets import wallet_balance
from lending.models import Claim, ClaimOffer, ClaimSale, Loan
from lending.queries.claim_market import similar_sales
from lending.repayment.book import read_books
from lending.repayment.dues import settlement_of
from lending.risk_notice import sign_notice
from lending.services.settle_loan import settle_loan
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.lending.claim_sales.factories import (
    SALE_DAY,
    buy,
    claim_of,
    make_sellable_loan,
    put_up,
    quote,
)
from tests.lending.factories import make_active_loan, make_investor, make_listing
from tests.money import fund
from tests.queries import count_queries


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def loan(db: None) -> Loan:
    return make_sellable_loan()


@pytest.fixture
def buyer(db: None) -> User:
    return make_investor("buyer@example.cn", funds_fen=20_000_00)


def old_notice(user: User, offer: ClaimOffer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The token of a notice that was shown ten seconds ago."""
    now = clock.now
    with monkeypatch.context() as earlier:
        earlier.setattr(clock, "now", lambda: now() - dt.timedelta(seconds=10))
        return sign_notice(user, offer.number)


def test_a_claim_is_put_up_after_a_preview_with_every_figure(loan: Loan) -> None:
    claim = claim_of(loan)
    client, url = signed_in(claim.holder), f"/invest/claims/{claim.number}/sell/"
    assert url in client.get(f"/invest/claims/{claim.number}/").content.decode()
    assert "confirm_form" not in client.get(url).context
    page = client.get(url, {"amount": "2000.00", "price": "98.5"})
    assert page.context["quote"].price_fen == 1_970_00
    text = page.content.decode()
    for figure in ("¥1,970.00", "−¥15.76", "98.50%，折价1.50%"):
        assert figure in text
    key = page.context["confirm_form"]["idempotency_key"].value()
    sent = {"amount": "2000.00", "price": "98.5", "idempotency_key": key}
    refused = client.post(url, sent)
    assert refused.status_code == 200
    assert not ClaimOffer.objects.exists()
    done = client.post(url, {**sent, "agrees": "on"})
    assert done.url == "/invest/claims/offers/"
    client.post(url, {**sent, "agrees": "on"})
    offer = ClaimOffer.objects.get()
    assert (offer.amount_fen, offer.price_ppm) == (2_000_00, 985_000)
    assert offer.number in client.get(url).content.decode()
    listed = client.get("/invest/claims/offers/").content.decode()
    assert offer.number in listed
    client.post(f"/invest/claims/offers/{offer.number}/take-down/")
    offer.refresh_from_db()
    assert offer.status == "withdrawn"
    assert "您已撤下" in client.get("/invest/claims/offers/").content.decode()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"amount": "x", "price": "100"}, "amount"),
        ({"amount": "99.99", "price": "100"}, "amount"),
        ({"amount": "200000", "price": "100"}, "amount"),
        ({"amount": "1000", "price": "120"}, "price"),
        ({"amount": "1000", "price": "-1"}, "price"),
    ],
)
def test_bad_input_gets_its_error_and_nothing_is_offered(
    loan: Loan, asked: dict[str, str], field: str
) -> None:
    claim = claim_of(loan)
    page = signed_in(claim.holder).get(f"/invest/claims/{claim.number}/sell/", asked)
    assert page.status_code == 200
    assert page.context["form"].errors[field]
    assert "confirm_form" not in page.context
    assert not ClaimOffer.objects.exists()


def test_a_part_is_bought_with_the_figures_shown_and_everybody_is_told(
    loan: Loan, buyer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = put_up(claim_of(loan), amount_fen=3_000_00, price_ppm=985_000)
    client, url = arrive(buyer), f"/invest/claims/offers/{offer.number}/"
    market = client.get("/invest/claims/")
    assert [card.offer for card in market.context["market"].cards] == [offer]
    assert "当前逾期0天；至今从未逾期还款" in market.content.decode()
    page = client.get(url, {"amount": "1000"})
    found = quote(offer, 1_000_00)
    text = page.content.decode()
    assert page.context["quote"] == found
    for person in (offer.seller, loan.borrower):
        assert (person.email or "") not in text
        assert person.number not in text
    sent = {
        "amount": "1000",
        "shown_fen": str(found.paid_fen),
        "notice": page.context["buy_form"]["notice"].value(),
        "idempotency_key": page.context["buy_form"]["idempotency_key"].value(),
        "risk": "on",
        "mandate": "on",
    }
    too_fast = client.post(url, sent)
    assert too_fast.context["buy_form"].errors["risk"]
    assert not ClaimSale.objects.exists()
    sent["notice"] = old_notice(buyer, offer, monkeypatch)
    without = client.post(url, {name: value for name, value in sent.items() if name != "mandate"})
    assert without.context["buy_form"].errors["mandate"]
    done = client.post(url, sent)
    sale = ClaimSale.objects.get()
    assert done.url == f"/invest/claims/trades/{sale.number}/"
    client.post(url, sent)
    assert ClaimSale.objects.count() == 1
    assert wallet_balance(buyer).available_fen == 20_000_00 - found.paid_fen
    deliver_events()
    deliver_events()
    told = Message.objects.filter(
        template__in=["claim_sold", "claim_bought", "claim_assigned"], channel="inbox"
    )
    assert {(row.template, row.to) for row in told} == {
        ("claim_sold", offer.seller),
        ("claim_bought", buyer),
        ("claim_assigned", loan.borrower),
    }
    notice = told.get(template="claim_assigned").body
    assert "第五百四十六条" in notice
    for user in (offer.seller, buyer):
        assert user.number not in notice
        assert "王投" not in notice


def test_trades_and_claims_show_both_sides(loan: Loan, buyer: User) -> None:
    sale = buy(put_up(claim_of(loan), amount_fen=3_000_00, price_ppm=985_000), buyer)
    for user, amount in ((sale.seller, sale.proceeds_fen), (buyer, -sale.paid_fen)):
        client = signed_in(user)
        [row] = client.get("/invest/claims/trades/").context["rows"]
        assert row["amount_fen"] == amount
        page = client.get(f"/invest/claims/trades/{sale.number}/")
        assert page.context["row"]["amount_fen"] == amount
        assert client.get(f"/invest/claims/offers/{sale.offer.number}/").status_code == 200
        assert client.get("/invest/").status_code == 200
    bought = signed_in(buyer).get(f"/invest/claims/{sale.bought_claim.number}/").content.decode()
    assert sale.number in bought
    assert "受让¥3,000.00" in bought
    years = signed_in(sale.seller).get("/invest/receipts/").content.decode()
    assert "来自您债权的受让人" in years
    stranger = signed_in(make_customer("stranger@example.cn"))
    assert stranger.get(f"/invest/claims/trades/{sale.number}/").status_code == 404
    assert stranger.get(f"/invest/claims/{sale.bought_claim.number}/").status_code == 404


def test_who_cannot_buy_is_told_why(loan: Loan) -> None:
    offer = put_up(claim_of(loan))
    url = f"/invest/claims/offers/{offer.number}/"
    frozen = make_investor("frozen@example.cn")
    WalletFreeze.objects.create(
        user=frozen, reason="court", reference="x", shortfall_fen=0, frozen_at=clock.now()
    )
    for user, missing in (
        (offer.seller, "own_claim"),
        (loan.borrower, "own_loan"),
        (make_customer("new@example.cn", verified=False), "identity"),
        (make_customer("unrated@example.cn"), "suitability"),
        (frozen, "frozen"),
    ):
        page = signed_in(user).get(url)
        assert page.context["missing"] == missing
        assert "buy_form" not in page.context


def test_filters_and_sorting(loan: Loan, buyer: User) -> None:
    offer = put_up(claim_of(loan), price_ppm=985_000)
    client = signed_in(buyer)
    for asked, count in (
        ({"grade": "B"}, 1),
        ({"grade": "A"}, 0),
        ({"term": "12"}, 1),
        ({"term": "3"}, 0),
        ({"term": "24"}, 0),
        ({"price": "below", "sort": "rate"}, 1),
        ({"price": "above"}, 0),
        ({"sort": "price"}, 1),
        ({"sort": "term", "page": "999"}, 1),
        ({"sort": "nonsense", "page": "-1", "grade": "Z"}, 1),
    ):
        page = client.get("/invest/claims/", asked)
        assert page.status_code == 200
        assert len(page.context["market"].cards) == count, asked
    assert offer.number in client.get("/invest/claims/").content.decode()


def test_ended_offers_are_for_seller_and_buyers_and_an_expired_regime_sells_nothing(
    loan: Loan, buyer: User
) -> None:
    claim = claim_of(loan)
    sale = buy(put_up(claim), buyer)
    url = f"/invest/claims/offers/{sale.offer.number}/"
    assert signed_in(buyer).get(url).context["obstacle"]
    assert signed_in(make_customer("late@example.cn")).get(url).status_code == 404
    with override_settings(RULE_PACK="cn-consumer-finance-2024"):
        page = signed_in(buyer).get("/invest/claims/")
        assert (page.status_code, page.context["is_open"]) == (200, False)
        sell = signed_in(buyer).get(f"/invest/claims/{sale.bought_claim.number}/sell/")
        assert sell.context["obstacle"]


def test_how_long_similar_claims_took_is_told_only_where_there_is_enough(loan: Loan, buyer: User) -> None:
    listing = make_listing(make_customer("asks@example.cn"))
    before = signed_in(buyer).get(f"/market/{listing.number}/").content.decode()
    assert re.search(r"近180天内B级债权挂牌过少，无法估计转让所需时间：已转让0笔，未转让0笔", before)
    claim = claim_of(loan)
    for number in range(5):
        offer = put_up(claim, amount_fen=200_00)
        if number:
            buy(offer, buyer)
        else:
            ClaimOffer.objects.filter(pk=offer.pk).update(put_up_on=SALE_DAY - dt.timedelta(days=6))
            buy(offer, buyer)
    found = similar_sales(grade="B", on=SALE_DAY, days=180)
    assert (found.sold, found.unsold, found.median_days) == (5, 0, 0)
    after = signed_in(buyer).get(f"/market/{listing.number}/").content.decode()
    assert "5笔挂牌中有5笔全部转让，其中半数用时不超过1天" in after
    assert "不作承诺" in after


def test_the_office_reads_offers_and_sales(loan: Loan, buyer: User) -> None:
    sale = buy(put_up(claim_of(loan), amount_fen=3_000_00), buyer)
    officer = signed_in(make_staff("officer@example.cn", "risk_officer"))
    listed = officer.get("/office/lending/claims/", {"status": "sold"})
    assert sale.offer.number in listed.content.decode()
    assert listed.context["totals"]["principal"] == 3_000_00
    assert sale.offer.number not in officer.get("/office/lending/claims/?status=expired").content.decode()
    page = officer.get(f"/office/lending/claims/{sale.offer.number}/").content.decode()
    assert sale.number in page
    assert sale.bought_claim.number in page
    assert signed_in(buyer).get("/office/lending/claims/").status_code in (403, 404)


def test_pages_take_the_same_few_queries_with_one_offer_and_with_many(loan: Loan, buyer: User) -> None:
    offer = put_up(claim_of(loan), amount_fen=3_000_00)
    sale = buy(offer, buyer, 500_00)
    client = signed_in(buyer)
    pages = [
        "/invest/claims/",
        "/invest/claims/?sort=rate",
        f"/invest/claims/offers/{offer.number}/",
        "/invest/claims/offers/",
        "/invest/claims/trades/",
        f"/invest/claims/trades/{sale.number}/",
        f"/invest/claims/{sale.bought_claim.number}/sell/",
    ]
    before = {page: count_queries(client, page) for page in pages}
    assert max(before.values()) <= 34, before
    for n in range(6):
        other = Loan.objects.get(pk=make_active_loan(make_customer(f"o{n}@example.cn")).pk)
        Loan.objects.filter(pk=other.pk).update(disbursed_on=loan.disbursed_on)
        Claim.objects.filter(loan=other).update(opened_on=loan.disbursed_on)
        offer_copy = ClaimOffer.objects.get(pk=offer.pk)
        offer_copy.pk, offer_copy.number = None, f"COCOPY{n:06d}"
        offer_copy.claim = Claim.objects.get(loan=other)
        offer_copy.loan, offer_copy.seller = other, offer_copy.claim.holder
        offer_copy.save()
    assert len(client.get("/invest/claims/").context["market"].cards) == 7
    assert {page: count_queries(client, page) for page in pages} == before


def test_an_offer_withdrawn_by_an_early_settlement_tells_the_seller(loan: Loan) -> None:
    offer = put_up(claim_of(loan))
    fund(loan.borrower, 5_000_00)
    [book] = read_books([loan.pk])
    owed_fen = settlement_of(book, clock.today()).total_fen
    settle_loan(loan=loan, payer=loan.borrower, shown_fen=owed_fen, key="s")
    deliver_events()
    message = Message.objects.get(template="claim_offer_ended", channel="inbox")
    assert message.to == offer.seller
    assert "提前还款" in message.body
