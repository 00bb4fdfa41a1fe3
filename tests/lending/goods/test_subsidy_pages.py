"""What everybody reads of interest that the dealer pays: 0 % for the customer, the yield of the lenders beside it."""

import datetime as dt

import pytest

from accounts.models import Dealer, Message, User
from lending.due_calendar import days_of
from lending.loan_story import timeline
from lending.models import Application, Listing, ProductVersion
from lending.offers import offer_content, quote_offer
from lending.product_draft import draft_of
from lending.product_story import version_facts
from lending.queries.loans import read_loan_files
from lending.queries.settlements import settlement_of_period
from lending.services.settle_loan import settle_loan
from tests import dealers
from tests.arrivals import arrive
from tests.closing import close_before, close_through, set_today
from tests.factories import make_staff
from tests.lending.goods import factories as goods
from tests.lending.goods.test_pages import words
from tests.money import fund

pytestmark = pytest.mark.django_db
START = dt.date(2026, 1, 15)


@pytest.fixture
def seller(db: None) -> Dealer:
    set_today(START)
    return dealers.active()


def test_the_customer_reads_0_percent_and_what_the_dealer_pays(seller: Dealer, customer: User) -> None:
    order = goods.approved(seller, customer, product_code="home-free")
    application = Application.objects.select_related("decision", "product_version", "borrower").get()
    own = arrive(customer)
    shown = words(own.get(f"/borrow/orders/{order.number}/"))
    assert "0.00%" in shown
    offer = own.get(f"/borrow/applications/{application.number}/")
    quote = offer.context["quote"]
    assert (quote.all_in_ppm, quote.effective_ppm, quote.cost_fen, quote.total_fen) == (0, 0, 0, 10_000_00)
    assert "¥405.34" in words(offer)
    # What is signed holds the whole loan, and who pays its interest.
    content = offer_content(application, quote_offer(application, on=START))
    assert (content["interest_fen"], content["dealer_interest_fen"]) == (405_34, 405_34)
    theirs = words(arrive(dealers.owner(seller)).get(f"/dealer/orders/{order.number}/"))
    # Exact, now that the grade is known; before it stood at the rate of the lowest grade.
    assert "¥405.34" in theirs
    assert "¥505.30" not in theirs


def test_the_market_shows_the_yield_and_the_borrowers_rate_apart(seller: Dealer, customer: User) -> None:
    goods.listed(seller, customer, product_code="home-free")
    listing = Listing.objects.get()
    shown = arrive(customer).get(f"/market/{listing.number}/")
    facts = {str(fact.label): str(fact.value) for fact in shown.context["loan_facts"]}
    assert "7.40%" in "".join(facts.values())
    assert "0.00%" in facts.values()
    assert "¥405.34" in facts.values()
    assert shown.context["quote"].interest_fen == 405_34


def test_the_loan_asks_its_customer_for_the_principal_alone(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer, product_code="home-free")
    close_through(dt.date(2026, 2, 11))
    told = Message.objects.get(to=customer, template="instalment_due", channel="inbox")
    assert "805.44" in told.subject
    assert "867.11" not in told.body
    assert "¥805.44" in next(day for day in days_of(customer, dt.date(2026, 2, 12)) if day.is_to_pay).summary
    fund(customer, 5_000_00)
    close_through(dt.date(2026, 2, 15))
    own, address = arrive(customer), f"/borrow/loans/{order.loan.number}/"
    shown = own.get(address)
    text = words(shown)
    assert "¥405.34" in text
    facts = {str(fact.label): str(fact.value) for fact in shown.context["cost_facts"]}
    assert "¥10,000.00" in facts.values()
    assert "¥805.44" in facts.values()
    [file] = read_loan_files([order.loan], dt.date(2026, 2, 16))
    rows = timeline(file)
    assert [(row.total_fen, row.paid_fen, row.interest_fen) for row in rows[:2]] == [
        (805_44, 805_44, 0),
        (810_41, 0, 0),
    ]
    assert all(sum(line.amount_fen for line in row.why) == row.total_fen for row in rows)
    for page in ("repay/", "settle/", "prepay/", "due-day/"):
        assert own.get(f"{address}{page}").status_code == 200, page
    assert "¥9,194.56" in words(own.get(f"{address}settle/"))


def test_dealer_and_office_read_what_was_set_aside_paid_and_given_back(
    seller: Dealer, customer: User
) -> None:
    order = goods.delivered(seller, customer, product_code="home-free")
    fund(customer, 10_000_00)
    close_before(dt.date(2026, 2, 25))
    settle_loan(loan=order.loan, payer=customer, shown_fen=9_194_56, key="settle")
    clerk = arrive(dealers.owner(seller))
    office = arrive(make_staff("accountant@example.cn", "accountant"))
    for page in (
        clerk.get(f"/dealer/orders/{order.number}/"),
        office.get(f"/office/lending/orders/{order.number}/"),
    ):
        shown = words(page)
        # 61.67 on the due date and 18.90 of the days; the rest came back.
        assert "¥405.34" in shown
        assert "¥80.57" in shown
        assert "¥324.77" in shown


def test_the_settlement_statement_has_a_column_for_it(seller: Dealer, customer: User) -> None:
    goods.delivered(seller, customer, product_code="home-free")
    close_through(dt.date(2026, 2, 15))
    owner = dealers.owner(seller)
    whole = settlement_of_period(owner, START, dt.date(2026, 2, 28))
    lines = [(line.kind, line.subsidy_fen, line.other_fen) for line in whole.lines]
    assert lines == [
        ("loan.disbursed", -405_34, 0),
        ("hold.released", 61_67, 0),
        ("loan.payment.dealer", -61_67, 0),
    ]
    clerk = arrive(owner)
    assert "¥61.67" in words(clerk.get("/dealer/settlements/?period=2026-02"))
    for form in ("pdf", "xlsx"):
        assert clerk.get(f"/dealer/settlements/?period=2026-02&as={form}").status_code == 200


def test_the_term_is_a_parameter_of_the_version_like_any_other(seller: Dealer, customer: User) -> None:
    goods.quoted(seller, customer, product_code="home-free")
    free = ProductVersion.objects.get(product__code="home-free")
    plain = ProductVersion.objects.get(product__code="home")
    assert draft_of(free).values()["is_interest_paid_by_dealer"] is True
    assert [str(fact.value) for fact in version_facts(free)][-1] != [
        str(fact.value) for fact in version_facts(plain)
    ][-1]
