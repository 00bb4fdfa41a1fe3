"""A borrower's loan pages: what they say to the fen, what a press does, and what they refuse."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Event, Message, User
from finance.models import Entry
from finance.queries.wallets import wallet_balance
from lending.models import Instalment, Loan, LoanPayment
from lending.queries.loans import read_loan_files
from lending.settlement_story import tell_settlement
from tests.arrivals import arrive
from tests.closing import close_before, close_through, set_today
from tests.factories import make_staff
from tests.lending import factories
from tests.money import fund
from tests.queries import assert_same_few_queries, count_queries

START = dt.date(2026, 1, 15)
HOSTILE = [
    "-1",
    "-0.01",
    "0",
    "0.00",
    "1.001",
    "0.009",
    "1e3",
    "NaN",
    "Infinity",
    "１００",
    "1,000",
    "1_000",
    "9" * 30,
    "10000000000000000",
    "+5",
    "0x10",
    "",
    "abc",
]

BAD_DATES = [
    "2026-01-14",
    "1999-01-01",
    "2026-02-30",
    "tomorrow",
    "9999-12-31",
    "２０２６-０２-０１",
    "2027-01-16",
    "\x00",
]


def signed_in(user: User) -> Client:
    client = Client()
    arrive(user, client=client)
    return client


@pytest.fixture
def loan(borrower: User) -> Loan:
    """¥10,000 over 12 months at 7.4 %: the first instalment is 805.44 + 61.67 + 6.00 on 2026-02-15."""
    set_today(START)
    with clock.simulated(START):
        return factories.make_active_loan(borrower)


def path(loan: Loan, page: str = "") -> str:
    return f"/borrow/loans/{loan.number}/{page}"


def money_state(user: User) -> tuple[int, int, int]:
    return wallet_balance(user).available_fen, Entry.objects.count(), LoanPayment.objects.count()


def pay(client: Client, loan: Loan, amount: str) -> str:
    """Walk the two steps; return the key that was pressed."""
    key = client.get(path(loan, "repay/")).context["form"]["idempotency_key"].value()
    shown = client.post(path(loan, "repay/"), {"amount_fen": amount, "idempotency_key": key})
    assert shown.templates[0].name == "lending/customer/repay_confirm.html"
    press = {"amount_fen": amount, "idempotency_key": key, "confirmed": "yes"}
    assert client.post(path(loan, "repay/"), press).url == path(loan)
    return str(key)


class TestLoan:
    def test_leads_with_the_next_payment_and_explains_each_amount(self, loan: Loan, borrower: User) -> None:
        page = signed_in(borrower).get(path(loan))
        text = page.content.decode()
        headline = page.context["headline"]
        assert (headline.amount_fen, headline.status) == (873_11, "active")
        assert "2026年2月15日" in headline.words
        assert "31" in headline.words
        row = page.context["rows"][0]
        assert (row.status, row.total_fen, row.paid_fen) == ("upcoming", 873_11, 0)
        assert sum(line.amount_fen for line in row.why) == 873_11
        # 10,000 × 7.4 % × 30/360 = 61.6666…
        assert all(part in row.why[0].sum for part in ("¥10,000.00", "7.40%", "30/360"))
        assert "¥61.6666…" in row.why[0].sum
        assert row.why[0].amount_fen == 61_67
        assert "<details" in text
        assert "/help/" in text

    @pytest.mark.parametrize("method", ["equal_principal", "interest_only", "bullet"])
    def test_the_reasons_add_up_for_every_method(self, borrower: User, method: str) -> None:
        versions = [factories.make_product(code) for code in ("steady", "short")]
        version = next(version for version in versions if method in version.methods)
        terms = {"method": method, "periods": version.term_choices[0]}
        loan = factories.make_active_loan(borrower, product=version.product.code, **terms)
        rows = signed_in(borrower).get(path(loan)).context["rows"]
        assert [sum(line.amount_fen for line in row.why) for row in rows] == [row.total_fen for row in rows]

    def test_an_overdue_loan_says_so_first(self, loan: Loan, borrower: User) -> None:
        page = signed_in(borrower)
        page.post(path(loan, "debit/"), {"is_on": "no"})
        close_before(dt.date(2026, 2, 25))
        shown = page.get(path(loan))
        headline, row = shown.context["headline"], shown.context["rows"][0]
        late_fen = Instalment.objects.get(loan=loan, n=1).principal_fen
        # Ten days at the overdue rate on 805.44; interest and fee bear nothing.
        overdue_fen = round(late_fen * loan.overdue_rate_ppm * 10 / 365 / 1_000_000)
        assert (headline.status, headline.amount_fen) == ("overdue", 873_11 + overdue_fen)
        assert (row.status, row.overdue_interest_fen) == ("overdue", overdue_fen)
        assert sum(line.amount_fen for line in row.why) == row.total_fen == headline.amount_fen
        assert shown.context["rows"][1].status == "upcoming"
        assert page.get("/borrow/loans/").context["rows"][0]["headline"] == headline
        assert page.get("/me/").status_code == 200

    def test_shows_what_was_paid_with_its_parts(self, loan: Loan, borrower: User) -> None:
        client = signed_in(borrower)
        pay(client, loan, "100")
        page = client.get(path(loan))
        assert page.context["rows"][0].status == "partly_paid"
        paid = page.context["payments"][0]
        assert (paid["payment"].interest_fen, paid["payment"].principal_fen) == (61_67, 38_33)
        assert "¥100.00" in paid["to"]
        assert page.context["headline"].amount_fen == 773_11

    def test_automatic_debit_is_switched_by_the_borrower_only(
        self, loan: Loan, borrower: User, stranger: User
    ) -> None:
        assert signed_in(stranger).post(path(loan, "debit/"), {"is_on": "no"}).status_code == 404
        client = signed_in(borrower)
        for is_on in ("no", "no", "rubbish", "yes"):
            client.post(path(loan, "debit/"), {"is_on": is_on})
        kinds = Event.objects.filter(kind="loan.automatic_debit_set").order_by("pk")
        assert [event.data["is_on"] for event in kinds] == [False, True]
        assert client.get(path(loan, "debit/")).status_code == 405

    def test_is_for_its_borrower_alone(self, loan: Loan, stranger: User) -> None:
        lender = User.objects.get(pk=loan.claims.get().holder_id)
        for page in ("", "repay/", "settle/"):
            assert Client().get(path(loan, page)).status_code == 302
            assert signed_in(stranger).get(path(loan, page)).status_code == 404
            assert signed_in(lender).get(path(loan, page)).status_code == 404
            assert (
                signed_in(make_staff(f"s{page[:3]}@example.cn", "risk_manager"))
                .get(path(loan, page))
                .status_code
                == 403
            )
        assert signed_in(stranger).get("/borrow/loans/LN20990101000001/").status_code == 404

    def test_takes_few_queries(self, loan: Loan, borrower: User) -> None:
        client = signed_in(borrower)
        pages = [path(loan), path(loan, "repay/"), path(loan, "settle/"), "/borrow/loans/", "/me/"]
        before = {page: count_queries(client, page) for page in pages}
        pay(client, loan, "100")
        for page in pages:
            assert count_queries(client, page) == before[page] <= 15, page


@pytest.mark.django_db
def test_the_list_takes_the_same_few_queries_with_one_loan_and_with_nine(borrower: User) -> None:
    client = signed_in(borrower)

    def grow(count: int) -> None:
        for _n in range(count):
            copy_loan(borrower)

    assert_same_few_queries(client, "/borrow/loans/", grow=grow)


def copy_loan(borrower: User) -> Loan:
    """A second loan of the borrower, beyond what one may have at once: rows of the first one again."""
    first = Loan.objects.order_by("pk").first() or factories.make_active_loan(borrower)
    n = Loan.objects.count()
    rows = list(first.instalments.all())
    application, listing = first.application, first.listing
    for row, prefix in ((application, "AP"), (listing, "LS")):
        row.pk, row.number = None, f"{prefix}COPY{n:06d}"
    application.status, application.ended_at = "disbursed", clock.now()
    application.save()
    listing.application = application
    listing.status = "closed"
    listing.save()
    copy = Loan.objects.get(pk=first.pk)
    copy.pk, copy.number, copy.application, copy.listing = None, f"LNCOPY{n:06d}", application, listing
    copy.save()
    for row in rows:
        row.pk, row.loan = None, copy
    Instalment.objects.bulk_create(rows)
    return copy


class TestRepay:
    def test_asks_for_what_is_due_then_confirms_with_figures_then_pays_once(
        self, loan: Loan, borrower: User
    ) -> None:
        client = signed_in(borrower)
        form = client.get(path(loan, "repay/")).context["form"]
        assert 'value="873.11"' in str(form["amount_fen"])
        key, before = form["idempotency_key"].value(), money_state(borrower)
        shown = client.post(path(loan, "repay/"), {"amount_fen": "873.11", "idempotency_key": key})
        values = [fact.value for fact in shown.context["facts"]]
        assert values == ["¥61.67", "¥805.44", "¥6.00", "¥873.11", "¥9,126.89"]
        assert money_state(borrower) == before
        press = {"amount_fen": "873.11", "idempotency_key": key, "confirmed": "yes"}
        assert client.post(path(loan, "repay/"), press).url == path(loan)
        assert client.post(path(loan, "repay/"), press).url == path(loan)
        payment = LoanPayment.objects.get()
        assert (payment.kind, payment.amount_fen, payment.paid_by) == ("manual", 873_11, borrower)
        assert wallet_balance(borrower).available_fen == before[0] - 873_11

    def test_paying_ahead_is_told_to_save_no_interest(self, loan: Loan, borrower: User) -> None:
        client, link = signed_in(borrower), f'href="{path(loan, "settle/")}"'
        page = client.get(path(loan, "repay/"))
        assert page.context["pays_ahead"]
        press = {"amount_fen": "873.11", "idempotency_key": "k"}
        shown = client.post(path(loan, "repay/"), press)
        assert shown.context["pays_ahead"]
        assert link in shown.content.decode()

    def test_refuses_hostile_amounts_at_the_field(self, loan: Loan, borrower: User) -> None:
        client, before = signed_in(borrower), money_state(borrower)
        for amount in HOSTILE:
            for confirmed in ("", "yes"):
                press = {"amount_fen": amount, "idempotency_key": "k", "confirmed": confirmed}
                page = client.post(path(loan, "repay/"), press)
                assert page.status_code == 200, amount
                assert page.context["form"].errors["amount_fen"], amount
        assert money_state(borrower) == before

    def test_refuses_more_than_is_due_and_the_next(self, loan: Loan, borrower: User) -> None:
        before = money_state(borrower)
        for confirmed in ("", "yes"):
            press = {"amount_fen": "873.12", "idempotency_key": "k", "confirmed": confirmed}
            page = signed_in(borrower).post(path(loan, "repay/"), press)
            assert page.context["form"].errors["amount_fen"]
        assert money_state(borrower) == before

    def test_a_short_wallet_is_told_what_is_missing(self, loan: Loan, borrower: User) -> None:
        from finance.custody.sandbox_customer import pay_out

        pay_out(borrower, 9_500_00)
        client, before = signed_in(borrower), money_state(borrower)
        page = client.get(path(loan, "repay/"))
        assert page.context["missing_fen"] == 373_11
        assert "/wallet/deposit/" in page.content.decode()
        assert "¥373.11" in page.content.decode()
        for confirmed in ("", "yes"):
            press = {"amount_fen": "873.11", "idempotency_key": "k", "confirmed": confirmed}
            shown = client.post(path(loan, "repay/"), press)
            assert shown.context["form"].errors["amount_fen"]
        assert money_state(borrower) == before

    def test_a_confirmation_without_its_key_is_asked_again(self, loan: Loan, borrower: User) -> None:
        before = money_state(borrower)
        page = signed_in(borrower).post(path(loan, "repay/"), {"amount_fen": "100", "confirmed": "yes"})
        assert page.context["form"].errors
        assert page.context["form"]["idempotency_key"].value()
        assert money_state(borrower) == before


class TestSettle:
    def test_names_the_figure_line_by_line_and_closes_the_loan(self, loan: Loan, borrower: User) -> None:
        fund(borrower, 1_000_00)
        close_through(dt.date(2026, 1, 24))
        client = signed_in(borrower)
        page = client.get(path(loan, "settle/"))
        story = page.context["story"]
        # 10,000 × 7.4 % × 10/360 = 20.56 and a third of the month's fee: ten of thirty days.
        assert [(line.amount_fen) for line in story.lines] == [10_000_00, 20_56, 2_00]
        assert story.total_fen == sum(line.amount_fen for line in story.lines)
        scheduled_fen = sum(row.total_fen for row in loan.instalments.all())
        assert story.saved_fen == scheduled_fen - story.total_fen
        shown = page.context["form"]
        press = {name: shown[name].value() for name in ("shown_fen", "idempotency_key")}
        assert client.post(path(loan, "settle/"), press).url == path(loan)
        loan.refresh_from_db()
        payment = LoanPayment.objects.get()
        assert (loan.status, payment.kind, payment.amount_fen) == ("settled", "settlement", story.total_fen)
        assert client.post(path(loan, "settle/"), press).url == path(loan)
        assert LoanPayment.objects.count() == 1
        page = client.get(path(loan))
        assert all(row.status == "paid" and row.paid_fen == row.total_fen for row in page.context["rows"])
        assert all(sum(line.amount_fen for line in row.why) == row.total_fen for row in page.context["rows"])
        assert client.get(path(loan, "repay/")).url == path(loan)

    def test_another_day_is_only_worked_out(self, loan: Loan, borrower: User) -> None:
        client = signed_in(borrower)
        page = client.get(path(loan, "settle/"), {"on": "2026-03-01"})
        story = page.context["story"]
        assert not page.context["is_today"]
        assert story.assumed_fen == 873_11
        # What is due on 15 February counts as paid by then: 9,194.56 × 7.4 % × 16/360 (30/360) days.
        assert [line.amount_fen for line in story.lines] == [9_194_56, 30_24, 3_20]
        assert 'name="shown_fen"' not in page.content.decode()

    def test_a_figure_that_is_no_longer_so_moves_nothing(self, loan: Loan, borrower: User) -> None:
        before = money_state(borrower)
        client = signed_in(borrower)
        for shown in ("1", "0", "-5", "1e5", "NaN", "9" * 40, ""):
            page = client.post(path(loan, "settle/"), {"shown_fen": shown, "idempotency_key": "k"})
            assert page.status_code == 200
            assert page.context["errors"]
        assert money_state(borrower) == before

    def test_a_bad_date_gets_a_message_and_todays_figure(self, loan: Loan, borrower: User) -> None:
        client = signed_in(borrower)
        for on in BAD_DATES:
            page = client.get(path(loan, "settle/"), {"on": on})
            assert page.status_code == 200, on
            assert page.context["dates"].errors["on"], on
            assert page.context["is_today"]

    def test_what_it_says_for_today_is_what_the_service_takes(self, loan: Loan, borrower: User) -> None:
        close_through(dt.date(2026, 2, 20))
        file = read_loan_files(
            [Loan.objects.select_related("product_version").get(pk=loan.pk)], clock.today()
        )[0]
        from lending.repayment.book import read_books
        from lending.repayment.dues import settlement_of

        assert tell_settlement(file, clock.today()).settlement == settlement_of(
            read_books([loan.pk])[0], clock.today()
        )


def test_the_borrower_is_told_once_when_the_loan_is_paid_off(loan: Loan, borrower: User) -> None:
    from accounts.services.deliver_events import deliver_events
    from lending.services.settle_loan import settle_loan

    fund(borrower, 1_000_00)
    settle_loan(loan=loan, payer=borrower, shown_fen=10_000_00, key="end")
    deliver_events()
    deliver_events()
    told = Message.objects.filter(to=borrower, template="loan_settled", channel="inbox")
    assert [loan.number in message.body for message in told] == [True]
