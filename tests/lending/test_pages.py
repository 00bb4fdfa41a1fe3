"""Every page of origination: whom it opens for, what it shows, how many statements it takes."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.models import FaceCheck, User
from accounts.services.save_profile import save_profile
from accounts.web.formats import rate
from finance.queries.wallets import wallet_balance
from lending.models import Application, Bid, Listing
from lending.risk_notice import sign_notice
from tests.accounts.services.test_save_profile import VALUES
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.lending import factories


def signed_in(user: User) -> Client:
    client = Client()
    arrive(user, client=client)
    return client


def queries_of(client: Client, url: str) -> int:
    client.get(url)  # what a first visit caches is not counted
    with CaptureQueriesContext(connection) as seen:
        response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return len(seen)


@pytest.mark.django_db
class TestCalculator:
    def test_shows_the_whole_cost(self, client: Client) -> None:
        factories.make_product()
        page = client.get(
            "/calculator/", {"product": "steady", "amount": "10000", "periods": "12", "grade": "B"}
        )
        text = page.content.decode()
        assert page.context["quote"].total_fen == 10_477_34
        assert "¥10,477.34" in text
        assert "8.70%" in text
        assert "12.00%" in text

    def test_answers_htmx_with_the_figures_alone(self, client: Client) -> None:
        factories.make_product()
        page = client.get("/calculator/", {"amount": "5000"}, headers={"HX-Request": "true"})
        assert b"<html" not in page.content
        assert b'id="quote"' in page.content

    @pytest.mark.parametrize(
        "amount",
        ["-1", "0", "10000.001", "1e9", "NaN", "１００００", "10,000", "99999999999999999", "10050"],
    )
    def test_refuses_what_is_no_amount(self, client: Client, amount: str) -> None:
        factories.make_product()
        page = client.get("/calculator/", {"amount": amount})
        assert page.context["quote"] is None
        assert page.context["form"].errors["amount"]

    @pytest.mark.parametrize("amount", ["1,000", ""])
    def test_htmx_hears_what_is_wrong_and_gets_no_figures(self, client: Client, amount: str) -> None:
        factories.make_product()
        page = client.get("/calculator/", {"amount": amount}, headers={"HX-Request": "true"})
        assert page.context["quote"] is None
        assert str(page.context["form"].errors["amount"][0]) in page.content.decode()

    def test_another_products_term_falls_back(self, client: Client) -> None:
        factories.make_product()
        page = client.get("/calculator/", {"product": "short", "periods": "24", "method": "equal_instalment"})
        assert page.context["quote"].schedule.terms.periods == 6


@pytest.mark.django_db
class TestApplying:
    def test_a_borrower_walks_from_amount_to_sent(self, borrower: User) -> None:
        factories.make_product()
        client = signed_in(borrower)
        terms = {"product": "steady", "amount": "12000", "periods": "12", "method": "equal_instalment"}
        page = client.post("/borrow/apply/", terms)
        application = Application.objects.get(borrower=borrower)
        assert page.url == reverse("apply_screen", args=[application.number, "purpose"])
        client.post(
            page.url, {"purpose": "furniture", "purpose_text": "餐桌和书柜", "repayment_source": "salary"}
        )
        income = {
            "employment": "employed",
            "industry": "technology",
            "employed_months": "30",
            "monthly_income_fen": "9000",
            "monthly_debt_fen": "0",
            "other_debt_fen": "0",
            "other_platform_debt_fen": "0",
        }
        page = client.post(reverse("apply_screen", args=[application.number, "income"]), income)
        assert page.url == reverse("apply_check", args=[application.number])
        page = client.post(page.url, {"credit": "on", "disclosure": "on", "truthful": "on"})
        application.refresh_from_db()
        assert application.status == "submitted"
        assert application.amount_fen == 12_000_00
        assert client.get(page.url).status_code == 200
        # Sent is sent: the draft's screens are gone.
        assert client.get(reverse("apply_check", args=[application.number])).status_code == 404

    def test_refuses_a_forbidden_purpose_at_its_field(self, borrower: User) -> None:
        draft = factories.make_draft(borrower, purpose_text="拿去炒股")
        page = signed_in(borrower).post(
            reverse("apply_check", args=[draft.number]),
            {"credit": "on", "disclosure": "on", "truthful": "on"},
        )
        assert "证券" in page.content.decode() or "securities" in page.content.decode()
        draft.refresh_from_db()
        assert draft.status == "draft"

    def test_who_is_not_known_is_led_to_what_is_missing(self, borrower: User) -> None:
        draft = factories.make_draft(borrower)
        kept = list(FaceCheck.objects.filter(user=borrower))
        FaceCheck.objects.filter(user=borrower).delete()
        client, url = signed_in(borrower), reverse("apply_check", args=[draft.number])
        agreed = {"credit": "on", "disclosure": "on", "truthful": "on"}
        assert b'href="/me/face/"' in client.get(url).content
        assert client.post(url, agreed).status_code == 200
        draft.refresh_from_db()
        assert draft.status == "draft"
        FaceCheck.objects.bulk_create(kept)
        assert b'href="/me/face/"' not in client.get(url).content
        assert client.post(url, agreed).status_code == 302

    def test_the_profile_fills_in_what_is_still_open(self, borrower: User) -> None:
        save_profile(user=borrower, values=VALUES, actor=borrower)
        draft = factories.make_draft(borrower, employed_months=None, monthly_income_fen=None)
        page = signed_in(borrower).get(reverse("apply_screen", args=[draft.number, "income"]))
        form = page.context["form"]
        assert form["employed_months"].value() == VALUES["employed_months"]
        assert form.initial["monthly_income_fen"] == VALUES["monthly_income_fen"]
        # What was written into the application stays.
        assert form.initial["monthly_debt_fen"] == factories.FACTS["monthly_debt_fen"]

    def test_asks_for_the_identity_first(self, db: None) -> None:
        factories.make_product()
        client = signed_in(make_customer("new@example.cn", verified=False))
        assert b"/me/kyc/" in client.get("/borrow/apply/").content

    def test_the_offer_is_signed_once_and_listed(self, borrower: User) -> None:
        application = factories.make_approved(borrower)
        client = signed_in(borrower)
        url = reverse("application", args=[application.number])
        page = client.get(url)
        late = page.context["offer_facts"][-1]
        assert late.value == rate(application.product_version.overdue_rate_ppm)
        assert str(application.product_version.grace_days) in late.hint
        shown = page.context["form"].initial["shown_hash"]
        assert client.post(url, {"act": "code"}).url == f"{url}#sign"
        press = {"shown_hash": shown, "agrees": "on", "code": factories.code_in_mail()}
        assert client.post(url, {**press, "shown_hash": "0" * 64}).status_code == 200
        assert client.post(url, {**press, "code": ""}).status_code == 200
        application.refresh_from_db()
        assert application.status == "approved"
        client.post(url, press)
        client.post(url, press)
        application.refresh_from_db()
        assert (application.status, application.offer_hash) == ("listed", shown)
        assert Listing.objects.filter(application=application).count() == 1

    def test_strangers_find_nothing(self, borrower: User, stranger: User) -> None:
        application = factories.make_approved(borrower)
        client = signed_in(stranger)
        for name in ("application", "apply_check"):
            assert client.get(reverse(name, args=[application.number])).status_code == 404
        assert client.post(reverse("withdraw_application", args=[application.number])).status_code == 404
        application.refresh_from_db()
        assert application.status == "approved"


@pytest.mark.django_db
class TestBidding:
    def test_the_risk_notice_is_measured_by_the_server(
        self, borrower: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        listing = factories.make_listing(borrower)
        investor = factories.make_investor("i@example.cn")
        client = signed_in(investor)
        url = reverse("listing", args=[listing.number])
        initial = client.get(url).context["bid_form"].initial
        press = {"amount": "500", "risk": "on", "idempotency_key": "one", **initial}
        assert client.post(url, press).status_code == 200
        assert client.post(url, {**press, "notice": "forged"}).status_code == 200
        other = sign_notice(make_customer("o@example.cn"), listing.number)
        assert client.post(url, {**press, "notice": other}).status_code == 200
        assert Bid.objects.count() == 0
        now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: now + dt.timedelta(seconds=6))
        unticked = {name: value for name, value in press.items() if name != "risk"}
        assert client.post(url, unticked).context["bid_form"].errors["risk"]
        assert client.post(url, press).url == "/invest/bids/"
        assert client.post(url, press).url == "/invest/bids/"
        assert Bid.objects.count() == 1
        assert wallet_balance(investor).held_fen == 500_00

    def test_an_investor_cancels_only_own_bids(self, borrower: User, stranger: User) -> None:
        listing = factories.make_listing(borrower)
        investor = factories.make_investor("i@example.cn")
        number = factories.bid(investor, listing, 500_00)
        url = reverse("cancel_bid", args=[number])
        assert signed_in(stranger).post(url).status_code == 404
        assert Bid.objects.get(number=number).status == "held"
        signed_in(investor).post(url)
        assert Bid.objects.get(number=number).status == "released"

    def test_nothing_is_ticked_beforehand(self, borrower: User) -> None:
        listing = factories.make_listing(borrower)
        page = signed_in(factories.make_investor("i@example.cn")).get(
            reverse("listing", args=[listing.number])
        )
        assert 'name="risk"' in page.content.decode()
        assert not re.search(r"<input[^>]* checked", page.content.decode())
        assert b'data-enable-after="5"' in page.content

    def test_an_ended_listing_is_for_its_people_only(self, borrower: User, stranger: User) -> None:
        investor = factories.make_investor("i@example.cn")
        loan = factories.make_active_loan(borrower, {investor: 10_000_00})
        url = reverse("listing", args=[loan.listing.number])
        assert Client().get(url).status_code == 404
        assert signed_in(stranger).get(url).status_code == 404
        assert signed_in(investor).get(url).status_code == 200
        assert signed_in(borrower).get(url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["applications", "listings", "loans"])
def test_the_office_is_for_those_who_may_see_loans(page: str, borrower: User) -> None:
    url = f"/office/lending/{page}/"
    assert signed_in(borrower).get(url).status_code == 404
    assert signed_in(make_staff("a@example.cn", "administrator")).get(url).status_code == 403
    assert signed_in(make_staff("s@example.cn", "customer_service")).get(url).status_code == 200


@pytest.mark.django_db
def test_pages_take_as_many_statements_for_one_row_and_for_fifty(borrower: User) -> None:
    investor = factories.make_investor("i@example.cn")
    factories.make_active_loan(borrower, {investor: 10_000_00})
    first = factories.make_listing(make_customer("b0@example.cn"))
    factories.bid(investor, first, 100_00)
    people = {
        "investor": (signed_in(investor), ["/market/", "/invest/bids/", f"/market/{first.number}/"]),
        "borrower": (
            signed_in(borrower),
            ["/borrow/", "/borrow/applications/", "/calculator/", "/borrow/apply/"],
        ),
        "staff": (
            signed_in(make_staff("s@example.cn", "customer_service")),
            [
                "/office/lending/applications/",
                "/office/lending/listings/",
                "/office/lending/loans/",
                f"/office/lending/listings/{first.number}/",
            ],
        ),
    }
    before = {url: queries_of(client, url) for client, urls in people.values() for url in urls}
    for n in range(1, 12):
        listing = factories.make_listing(make_customer(f"b{n}@example.cn"), amount_fen=1_000_00)
        factories.bid(investor, listing, 100_00)
        factories.bid(investor, first, 100_00)
    after = {url: queries_of(client, url) for client, urls in people.values() for url in urls}
    assert after == before
    assert {url: count for url, count in after.items() if count > 13} == {}
