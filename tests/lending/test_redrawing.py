"""A part paid early and a moved due day, to the fen: what is paid, who gets it, what is drawn anew."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Event, Message, User
from finance.errors import InsufficientFunds
from finance.models import Entry
from finance.queries.wallets import wallet_balance
from lending.models import Claim, ClaimReceipt, Instalment, Loan, LoanPayment, ScheduleVersion
from lending.redrawing.plans import plan_due_day, plan_prepayment
from lending.repayment.book import read_books
from lending.repayment.dues import settlement_of
from lending.services.move_due_day import move_due_day
from lending.services.pay_loan import pay_loan
from lending.services.prepay_loan import prepay_loan
from lending.services.settle_loan import settle_loan
from tests.arrivals import arrive
from tests.closing import close_before, close_through, set_today
from tests.lending import factories
from tests.money import fund
from tests.queries import count_queries

START = dt.date(2026, 1, 15)
DAY = dt.date(2026, 2, 25)


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor("first@example.cn"), factories.make_investor("second@example.cn")]


def make_loan(borrower: User, investors: list[User], **terms: object) -> Loan:
    with clock.simulated(START):
        return factories.make_active_loan(borrower, {investors[0]: 3_300_00, investors[1]: 6_700_00}, **terms)


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    """¥10,000 over 12 months at 7.4 % from two investors, 3,300 and 6,700; monthly fee ¥6."""
    return make_loan(borrower, investors)


def free(user: User) -> int:
    return wallet_balance(user).available_fen


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def shown(loan: Loan, fen: int, choice: str = "smaller_instalment") -> str:
    book = read_books([loan.pk])[0]
    return plan_prepayment(book, principal_fen=fen, choice=choice, on=clock.today()).shown_hash


def prepay(
    loan: Loan, borrower: User, fen: int, choice: str = "smaller_instalment", key: str = "k"
) -> LoanPayment:
    return prepay_loan(
        loan=loan,
        payer=borrower,
        principal_fen=fen,
        choice=choice,
        shown_hash=shown(loan, fen, choice),
        key=key,
    )


def move(loan: Loan, borrower: User, to: dt.date, key: str = "k") -> Loan:
    book = read_books([loan.pk])[0]
    shown_hash = plan_due_day(book, first_due_on=to, on=clock.today()).shown_hash
    return move_due_day(loan=loan, borrower=borrower, first_due_on=to, shown_hash=shown_hash, key=key)


def in_force(loan: Loan) -> list[tuple[int, str, int, int, int]]:
    rows = Instalment.objects.filter(loan=loan, superseded_at=None).order_by("n")
    return [(r.n, r.due_on.isoformat(), r.principal_fen, r.interest_fen, r.fee_fen) for r in rows]


class TestPrepayment:
    def test_pays_the_days_used_and_each_holder_a_share(
        self, loan: Loan, borrower: User, investors: list[User]
    ) -> None:
        close_before(DAY)
        before = [free(user) for user in (borrower, *investors)]
        payment = prepay(loan, borrower, 3_000_00)
        # 9,194.56 × 7.4 % × 10 / 360 = 18.8999; of the fee of 6.00 ten days of thirty.
        assert (payment.kind, payment.principal_fen, payment.interest_fen, payment.fee_fen) == (
            "prepayment",
            3_000_00,
            18_90,
            2_00,
        )
        assert (payment.amount_fen, payment.outstanding_after_fen) == (3_020_90, 6_194_56)
        after = [free(user) for user in (borrower, *investors)]
        # By outstanding, 3,034.20 and 6,160.36 of 9,194.56: 990.00 + 6.24 and 2,010.00 + 12.66.
        assert [b - a for a, b in zip(before, after, strict=True)] == [-3_020_90, 996_24, 2_022_66]
        assert sum(one.total_fen for one in ClaimReceipt.objects.filter(payment=payment)) == 3_018_90
        loan.refresh_from_db()
        assert (loan.outstanding_fen, loan.schedule_version) == (6_194_56, 2)
        assert sum(claim.outstanding_fen for claim in Claim.objects.filter(loan=loan)) == 6_194_56
        rows = in_force(loan)
        assert rows[:3] == [
            (1, "2026-02-15", 805_44, 61_67, 6_00),
            (2, "2026-02-25", 3_000_00, 18_90, 2_00),
            (
                3,
                "2026-03-15",
                rows[2][2],
                25_47,
                2_69,
            ),  # 6,194.56 × 7.4 % × 20 / 360; 4.00 × 6,194.56 / 9,194.56
        ]
        assert (len(rows), rows[-1][1]) == (13, "2027-01-15")
        assert sum(row[2] for row in rows) == 10_000_00
        assert_sound()

    def test_a_shorter_term_ends_sooner(self, loan: Loan, borrower: User) -> None:
        close_before(DAY)
        level_fen = 805_44 + 61_67
        prepay(loan, borrower, 3_000_00, "shorter_term")
        loan.refresh_from_db()
        rows = in_force(loan)
        assert (len(rows), loan.matures_on) == (10, dt.date(2026, 10, 15))
        assert all(row[2] + row[3] <= level_fen + len(rows) for row in rows[2:])
        assert_sound()

    @pytest.mark.parametrize(
        "terms",
        [
            {"method": "equal_principal"},
            {"product": "short", "method": "interest_only", "periods": 3},
            {"product": "short", "method": "bullet", "periods": 3},
        ],
    )
    def test_every_method_runs_to_its_end(
        self, borrower: User, investors: list[User], terms: dict[str, object]
    ) -> None:
        loan = make_loan(borrower, investors, **terms)
        fund(borrower, 2_000_00)
        close_before(dt.date(2026, 2, 5))
        prepay(loan, borrower, 2_500_00)
        assert_sound()
        settled = settlement_of(read_books([loan.pk])[0], clock.today())
        assert (settled.total_fen, settled.principal_fen) == (7_500_00, 7_500_00)
        loan.refresh_from_db()
        close_through(loan.matures_on)
        loan.refresh_from_db()
        assert (loan.status, loan.outstanding_fen) == ("settled", 0)
        assert set(Claim.objects.filter(loan=loan).values_list("outstanding_fen", flat=True)) == {0}
        assert_sound()

    def test_settling_the_same_day_owes_what_is_left_and_no_interest_twice(
        self, loan: Loan, borrower: User
    ) -> None:
        fund(borrower, 1_000_00)
        close_before(DAY)
        whole = settlement_of(read_books([loan.pk])[0], DAY)
        part = prepay(loan, borrower, 3_000_00)
        rest = settle_loan(loan=loan, payer=borrower, shown_fen=6_194_56, key="rest")
        assert part.amount_fen + rest.amount_fen == whole.total_fen
        loan.refresh_from_db()
        assert loan.status == "settled"
        assert_sound()

    def test_a_second_part_the_same_day_bears_nothing_more(self, loan: Loan, borrower: User) -> None:
        close_before(DAY)
        prepay(loan, borrower, 3_000_00)
        again = prepay(loan, borrower, 1_000_00, key="again")
        assert (again.interest_fen, again.fee_fen, again.amount_fen) == (0, 0, 1_000_00)
        close_through(dt.date(2026, 3, 15))
        assert LoanPayment.objects.latest("pk").kind == "automatic"
        assert_sound()

    def test_late_days_after_it_count_on_what_is_left(self, loan: Loan, borrower: User) -> None:
        from finance.custody.sandbox_customer import pay_out

        close_before(DAY)
        prepay(loan, borrower, 3_000_00)
        pay_out(borrower, free(borrower))
        close_through(dt.date(2026, 3, 25))
        row = Instalment.objects.get(loan=loan, superseded_at=None, n=3)
        # Ten days at 11 % on the instalment's principal.
        assert row.overdue_interest_fen == round(row.principal_fen * 11 * 10 / 36_500)
        loan.refresh_from_db()
        assert loan.overdue_since_on == dt.date(2026, 3, 15)
        with pytest.raises(Refused):
            prepay(loan, borrower, 1_000_00, key="late")
        assert_sound()

    def test_the_same_key_pays_once(self, loan: Loan, borrower: User) -> None:
        close_before(DAY)
        seen = shown(loan, 3_000_00)
        call = {"loan": loan, "payer": borrower, "principal_fen": 3_000_00, "choice": "smaller_instalment"}
        first = prepay_loan(**call, shown_hash=seen, key="one")  # type: ignore[arg-type]
        assert prepay_loan(**call, shown_hash=seen, key="one").pk == first.pk  # type: ignore[arg-type]
        assert LoanPayment.objects.filter(kind="prepayment").count() == 1

    @pytest.mark.parametrize(
        "fen, choice, code",
        [
            (499_99, "smaller_instalment", "too_little"),
            (9_194_56, "smaller_instalment", "too_much"),
            (1_000_00, "holiday", "no_choice"),
            (500_00, "shorter_term", "not_shorter"),
        ],
    )
    def test_refuses_and_moves_nothing(
        self, loan: Loan, borrower: User, fen: int, choice: str, code: str
    ) -> None:
        close_before(DAY)
        entries, money, rows = Entry.objects.count(), free(borrower), in_force(loan)
        with pytest.raises(Refused) as refused:
            prepay_loan(loan=loan, payer=borrower, principal_fen=fen, choice=choice, shown_hash="", key="bad")
        assert refused.value.code == code
        assert (Entry.objects.count(), free(borrower), in_force(loan)) == (entries, money, rows)

    def test_refuses_other_figures_than_were_shown(self, loan: Loan, borrower: User) -> None:
        close_before(DAY)
        old = shown(loan, 3_000_00)
        close_before(dt.date(2026, 2, 26))
        with pytest.raises(Refused) as refused:
            prepay_loan(
                loan=loan,
                payer=borrower,
                principal_fen=3_000_00,
                choice="smaller_instalment",
                shown_hash=old,
                key="old",
            )
        assert refused.value.code == "figure_changed"
        loan.refresh_from_db()
        assert loan.schedule_version == 1

    def test_refuses_what_is_due_first_begun_or_ahead(self, loan: Loan, borrower: User) -> None:
        close_before(dt.date(2026, 2, 15))
        codes = []
        for amount_fen in (0, 873_11, 100_00, 773_11):
            if amount_fen:
                pay_loan(loan=loan, payer=borrower, amount_fen=amount_fen, key=f"pay{amount_fen}")
            try:
                plan_prepayment(
                    read_books([loan.pk])[0],
                    principal_fen=1_000_00,
                    choice="smaller_instalment",
                    on=clock.today(),
                )
                codes.append("free")
            except Refused as refused:
                codes.append(refused.code)
        assert codes == ["due_first", "free", "begun", "paid_ahead"]

    def test_refuses_without_money_and_keeps_the_schedule(self, loan: Loan, borrower: User) -> None:
        from finance.custody.sandbox_customer import pay_out

        close_before(DAY)
        seen, rows = shown(loan, 3_000_00), in_force(loan)
        pay_out(borrower, free(borrower))
        with pytest.raises(InsufficientFunds):
            prepay_loan(
                loan=loan,
                payer=borrower,
                principal_fen=3_000_00,
                choice="smaller_instalment",
                shown_hash=seen,
                key="poor",
            )
        assert in_force(loan) == rows
        assert ScheduleVersion.objects.filter(loan=loan).count() == 1

    def test_the_borrower_and_the_holders_are_told(self, loan: Loan, borrower: User) -> None:
        close_before(DAY)
        prepay(loan, borrower, 3_000_00)
        close_through(DAY)
        told = Message.objects.filter(
            template__in=["loan_redrawn", "claim_redrawn"], channel=Message.Channel.INBOX
        )
        assert sorted(told.values_list("template", flat=True)) == [
            "claim_redrawn",
            "claim_redrawn",
            "loan_redrawn",
        ]
        event = Event.objects.get(kind="loan.redrawn")
        assert event.data == {"version": 2, "reason": "prepayment", "matures_on": "2027-01-15"}


class TestDueDay:
    def test_ten_days_later_cost_ten_days_of_interest(self, loan: Loan, borrower: User) -> None:
        close_before(DAY)
        money, entries = free(borrower), Entry.objects.count()
        moved = move(loan, borrower, dt.date(2026, 3, 25))
        rows = in_force(loan)
        # 9,194.56 × 7.4 % × 40 / 360 = 75.5997.
        assert rows[1][:2] + rows[1][3:] == (2, "2026-03-25", 75_60, 6_00)
        assert (moved.matures_on, len(rows)) == (dt.date(2027, 1, 25), 12)
        assert sum(row[2] for row in rows) == 10_000_00
        assert (free(borrower), Entry.objects.count()) == (money, entries)
        fund(borrower, 2_000_00)
        close_through(moved.matures_on)
        loan.refresh_from_db()
        assert (loan.status, loan.outstanding_fen) == ("settled", 0)
        assert_sound()

    def test_is_allowed_once_in_twelve_months_and_within_fifteen_days(
        self, loan: Loan, borrower: User
    ) -> None:
        close_before(DAY)
        for to, code in (
            (dt.date(2026, 3, 31), "out_of_range"),
            (dt.date(2026, 2, 25), "out_of_range"),
            (dt.date(2026, 3, 15), "same_day"),
        ):
            with pytest.raises(Refused) as refused:
                move(loan, borrower, to)
            assert refused.value.code == code
        move(loan, borrower, dt.date(2026, 3, 5))
        with pytest.raises(Refused) as refused:
            move(loan, borrower, dt.date(2026, 3, 10), key="again")
        assert refused.value.code == "moved_already"

    def test_reminders_go_out_for_the_new_date_too(self, loan: Loan, borrower: User) -> None:
        close_before(dt.date(2026, 3, 13))
        move(loan, borrower, dt.date(2026, 3, 20))
        close_through(dt.date(2026, 3, 16))
        keys = Message.objects.filter(template="instalment_due", channel="inbox", key__contains=":2:")
        assert sorted(keys.values_list("key", flat=True)) == [
            f"remind:{loan.number}:2:-3",
            f"remind:{loan.number}:2:-3:v2",
        ]


class TestPages:
    def test_a_part_is_paid_in_two_steps(self, loan: Loan, borrower: User) -> None:
        close_before(DAY)
        client = Client()
        arrive(borrower, client=client)
        path = f"/borrow/loans/{loan.number}/prepay/"
        form = client.get(path).context["form"]
        press = {
            "principal_fen": "3000",
            "choice": "smaller_instalment",
            "idempotency_key": form["idempotency_key"].value(),
        }
        page = client.post(path, press)
        assert page.templates[0].name == "lending/customer/prepay_confirm.html"
        assert [fact.value for fact in page.context["facts"]][:4] == [
            "¥3,000.00",
            "¥18.90",
            "¥2.00",
            "¥3,020.90",
        ]
        assert LoanPayment.objects.filter(kind="prepayment").count() == 0
        hidden = page.context["form"]
        press |= {"shown_hash": hidden["shown_hash"].value(), "confirmed": "yes"}
        assert client.post(path, press).url == f"/borrow/loans/{loan.number}/"
        shown_page = client.get(f"/borrow/loans/{loan.number}/")
        row = shown_page.context["rows"][1]
        assert (row.status, row.total_fen) == ("paid", 3_020_90)
        assert all(sum(line.amount_fen for line in r.why) == r.total_fen for r in shown_page.context["rows"])
        assert len(shown_page.context["version_facts"]) == 2

    def test_says_at_the_field_what_is_wrong(self, loan: Loan, borrower: User) -> None:
        close_before(DAY)
        client = Client()
        arrive(borrower, client=client)
        path = f"/borrow/loans/{loan.number}/prepay/"
        for amount in ("499.99", "9194.56", "9100", "-1", "1e3", ""):
            page = client.post(
                path, {"principal_fen": amount, "choice": "smaller_instalment", "idempotency_key": "x"}
            )
            assert page.status_code == 200
            if amount != "9100":
                assert page.context["form"].errors["principal_fen"], amount
        rubbish = client.post(path, {"confirmed": "yes"})
        assert rubbish.url == path
        assert LoanPayment.objects.filter(kind="prepayment").count() == 0

    def test_too_little_money_still_shows_before_and_after(self, loan: Loan, borrower: User) -> None:
        from finance.custody.sandbox_customer import pay_out

        close_before(DAY)
        client = Client()
        arrive(borrower, client=client)
        pay_out(borrower, free(borrower) - 1_000_00)
        before = (Entry.objects.count(), in_force(loan))
        path = f"/borrow/loans/{loan.number}/prepay/"
        press = {"principal_fen": "3000", "choice": "smaller_instalment", "idempotency_key": "k"}
        page = client.post(path, press)
        assert page.templates[0].name == "lending/customer/prepay_confirm.html"
        assert (page.context["missing_fen"], page.context["form"]) == (2_020_90, None)
        comparison = page.context["comparison"]
        assert comparison.why.total_fen == comparison.saved_fen > 0
        assert "¥2,020.90" in page.content.decode()
        assert (Entry.objects.count(), in_force(loan)) == before

    def test_the_due_day_is_moved_in_two_steps(self, loan: Loan, borrower: User) -> None:
        close_before(DAY)
        client = Client()
        arrive(borrower, client=client)
        path = f"/borrow/loans/{loan.number}/due-day/"
        key = client.get(path).context["form"]["idempotency_key"].value()
        press = {"first_due_on": "2026-03-25", "idempotency_key": key}
        page = client.post(path, press)
        comparison = page.context["comparison"]
        # More interest: ten days on 9,194.56, and the level instalment pays down a little later.
        assert comparison.costs_fen == -comparison.saved_fen > 18_89
        press |= {"shown_hash": page.context["form"]["shown_hash"].value(), "confirmed": "yes"}
        assert client.post(path, press).url == f"/borrow/loans/{loan.number}/"
        loan.refresh_from_db()
        assert (loan.schedule_version, loan.matures_on) == (2, dt.date(2027, 1, 25))
        again = client.post(path, press | {"idempotency_key": "other"})
        assert again.url == path

    def test_take_few_queries(self, loan: Loan, borrower: User) -> None:
        client = Client()
        arrive(borrower, client=client)
        for page in ("prepay/", "due-day/"):
            assert count_queries(client, f"/borrow/loans/{loan.number}/{page}") <= 12
