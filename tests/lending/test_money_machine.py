"""Investors bid, borrowers spend, pay late and settle in any order; plain arithmetic says what each wallet holds."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import User
from finance.chart import AccountRef
from finance.custody.sandbox_customer import pay_out
from finance.queries.wallets import wallet_balances
from lending.models import Bid, Claim, Listing, Loan
from lending.services.cancel_bid import cancel_bid
from lending.services.count_overdue import count_overdue, find_loans_to_count
from lending.services.debit_loans import debit_loans, find_loans_to_debit
from lending.services.disburse_loan import disburse_loan
from lending.services.pay_loan import pay_loan
from lending.services.settle_loan import settle_loan
from tests.closing import set_today
from tests.factories import make_customer
from tests.finance.ledger_helpers import balance_fen
from tests.lending import factories
from tests.lending.reference_lending import (
    BORROWERS,
    INVESTORS,
    PlainBid,
    PlainBooks,
    PlainClaim,
    PlainListing,
    PlainLoan,
    PlainRow,
    code_of_refusal,
    part_of,
)
from tests.money import fund

START = dt.date(2026, 1, 15)


class MoneyMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        # A bare savepoint: the watch over the order of locks must see each service as outermost.
        self.savepoint = transaction.savepoint()
        self.plain = PlainBooks()
        self.today = START
        self.users: dict[str, User] = {}
        self.listings: list[tuple[PlainListing, Listing]] = []
        self.bids: list[tuple[PlainListing, PlainBid, str]] = []
        self.loans: list[tuple[PlainLoan, Loan]] = []
        self.acts = 0

    def teardown(self) -> None:
        try:
            assert [finding for finding in check_all() if not finding.ok] == []
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def attempt(self, plainly: Callable[[], None], really: Callable[[str], object]) -> object | None:
        """Do it in both books; both say yes, or both no for the same reason."""
        self.acts += 1
        key = f"machine:{self.acts}"
        with clock.simulated(self.today, dt.time(9 + self.acts // 60, self.acts % 60)):
            foreseen = code_of_refusal(plainly)
            if foreseen is not None:
                with pytest.raises(Refused) as refusal:
                    really(key)
                assert refusal.value.code == foreseen
                return None
            return really(key)

    @initialize(spent_fen=st.sampled_from((2_200_00, 0, 2_999_00)))
    def open(self, spent_fen: int) -> None:
        """One loan is running, another listing of the same borrower and one of the other wait for bids."""
        set_today(START)
        with clock.simulated(START, dt.time(8)):
            for name in BORROWERS:
                self.users[name] = make_customer(f"{name}@machine.cn", name="李借")
            for name in INVESTORS:
                self.users[name] = factories.make_investor(f"{name}@machine.cn", funds_fen=0)
        for name in INVESTORS:
            self.deposit(name, 2_000_00)
        self.offer("li", amount_fen=3_000_00, periods=3)
        for name, amount_fen in zip(INVESTORS, (1_000_00, 1_300_00, 700_00), strict=True):
            self.bid(0, name, amount_fen)
        self.disburse(0)
        short = {"product": "short", "purpose": "travel"}
        self.offer("qian", amount_fen=1_000_00, periods=2, method="interest_only", **short)
        self.offer("li", amount_fen=500_00, periods=1, method="bullet", **short)
        self.bid(1, "sun", 300_00)
        self.bid(2, "zhou", 200_00)
        self.deposit("li", 100_00)
        if spent_fen:
            self.withdraw("li", spent_fen)

    def offer(self, borrower: str, **values: object) -> None:
        with clock.simulated(START, dt.time(8, 30)):
            listing = factories.make_listing(self.users[borrower], **values)
        decision = listing.application.decision
        assert decision is not None
        assert decision.valid_until_on is not None
        plain = PlainListing(borrower, listing.amount_fen, listing.closes_on, decision.valid_until_on)
        self.listings.append((plain, listing))

    def deposit(self, owner: str, amount_fen: int) -> None:
        def plainly() -> None:
            self.plain.free[owner] += amount_fen

        self.attempt(plainly, lambda key: fund(self.users[owner], amount_fen))

    def withdraw(self, owner: str, amount_fen: int) -> None:
        self.attempt(
            lambda: self.plain.take(owner, amount_fen), lambda key: pay_out(self.users[owner], amount_fen)
        )

    @rule(
        owner=st.sampled_from((*BORROWERS, *BORROWERS, *INVESTORS)),
        amount_fen=st.integers(1, 1_500_00),
        permille=st.sampled_from((None, 300, 700, 1_000, 1_001)),
    )
    def visit_the_bank(self, owner: str, amount_fen: int, permille: int | None) -> None:
        """Pay an amount in, or take a part of the free money out."""
        if permille is None:
            self.deposit(owner, amount_fen)
        else:
            self.withdraw(owner, part_of(self.plain.free[owner], permille))

    def waiting(self) -> list[int]:
        return [at for at, (plain, _) in enumerate(self.listings) if plain.status != "closed"]

    @precondition(lambda self: self.waiting())
    @rule(
        data=st.data(),
        act=st.sampled_from(("bid", "cancel", "disburse")),
        at=st.sampled_from((1, 2)),
        investor=st.sampled_from(INVESTORS),
        amount_fen=st.sampled_from((None, 100_00, None, 150_00, 300_00, 50_00)),
    )
    def visit_the_market(
        self, data: st.DataObject, act: str, at: int, investor: str, amount_fen: int | None
    ) -> None:
        """Bid an amount or all that is missing, take a bid back, or pay a listing out, full ones first."""
        if act == "cancel":
            self.cancel(*data.draw(st.sampled_from(self.bids[::-1])))
        elif act == "disburse":
            full = [at for at in self.waiting() if self.listings[at][0].status == "full"]
            self.disburse(data.draw(st.sampled_from(full or [at, 0])))
        else:
            self.bid(at, investor, amount_fen)

    def bid(self, at: int, investor: str, amount_fen: int | None) -> None:
        plain, listing = self.listings[at]
        amount = plain.rest if amount_fen is None else amount_fen
        number = self.attempt(
            lambda: self.plain.bid(plain, investor, amount, self.today),
            lambda key: factories.bid(self.users[investor], listing, amount, key),
        )
        if number is not None:
            self.bids.append((plain, plain.bids[-1], str(number)))

    def cancel(self, plain: PlainListing, bid: PlainBid, number: str) -> None:
        self.attempt(
            lambda: self.plain.cancel(plain, bid),
            lambda key: cancel_bid(bid=Bid.objects.get(number=number), investor=self.users[bid.investor]),
        )

    def disburse(self, at: int) -> None:
        plain, listing = self.listings[at]
        loan = self.attempt(
            lambda: self.plain.disburse(plain, self.today),
            lambda key: disburse_loan(listing_id=listing.pk, actor=None),
        )
        if isinstance(loan, Loan) and loan.pk not in [known.pk for _, known in self.loans]:
            self.loans.append((self.read_loan(plain, loan), loan))

    def read_loan(self, listing: PlainListing, loan: Loan) -> PlainLoan:
        rows = [
            PlainRow(
                row.starts_on,
                row.due_on,
                row.days,
                row.carried_fen,
                {
                    "interest": row.interest_fen,
                    "principal": row.principal_fen,
                    "overdue": 0,
                    "fee": row.fee_fen,
                },
            )
            for row in loan.instalments.order_by("n")
        ]
        claims = [PlainClaim(bid.investor, bid.amount) for bid in listing.bids if bid.is_held]
        return PlainLoan(
            listing.borrower,
            self.today,
            loan.rate_ppm,
            loan.overdue_rate_ppm,
            loan.cap_rate_ppm,
            loan.grace_days,
            rows,
            claims,
        )

    def mostly_running(self) -> list[tuple[PlainLoan, Loan]]:
        return [(plain, loan) for plain, loan in self.loans if plain.open_rows] * 3 + self.loans

    @rule(data=st.data(), permille=st.sampled_from((1_000, 333, 1_000, 700, 10, 1_001)))
    def pay(self, data: st.DataObject, permille: int) -> None:
        plain, loan = data.draw(st.sampled_from(self.mostly_running()))
        payable = sum(row.owed for row in plain.payable_rows(self.today))
        amount_fen = part_of(payable, permille)
        self.attempt(
            lambda: self.plain.pay(plain, amount_fen, self.today),
            lambda key: pay_loan(loan=loan, payer=loan.borrower, amount_fen=amount_fen, key=key),
        )

    @precondition(lambda self: self.today > START)
    @rule(data=st.data(), off_by=st.sampled_from((0, 0, 0, 1)), is_funded=st.booleans())
    def settle(self, data: st.DataObject, off_by: int, is_funded: bool) -> None:
        plain, loan = data.draw(st.sampled_from(self.mostly_running()))
        figure = sum(sum(part.values()) for _, part in plain.settling_parts(self.today))
        if is_funded and figure > self.plain.free[plain.borrower]:
            self.deposit(plain.borrower, figure - self.plain.free[plain.borrower])
        self.attempt(
            lambda: self.plain.settle(plain, figure + off_by, self.today),
            lambda key: settle_loan(loan=loan, payer=loan.borrower, shown_fen=figure + off_by, key=key),
        )

    @rule(days=st.sampled_from((0, 2, 9, 1, 5, 17)), from_due_day=st.booleans())
    def let_time_pass(self, days: int, from_due_day: bool) -> None:
        """Close the day that many days from today, or from the next day on which something falls due."""
        dues = [row.due_on for plain, _ in self.loans for row in plain.open_rows if row.due_on >= self.today]
        start = min(dues, default=self.today) if from_due_day else self.today
        self.close(start + dt.timedelta(days=days))

    def close(self, day: dt.date) -> None:
        """Close one day, the books being on the next; the days before it saw no debit."""
        set_today(day + dt.timedelta(days=1))
        with clock.closing(day):
            self.today = day
            self.attempt(
                lambda: self.plain.debit([plain for plain, _ in self.loans], day), lambda key: self.debit(day)
            )
            count_overdue(business_date=day, loan_ids=find_loans_to_count(day, 0, 10))
        self.today = day + dt.timedelta(days=1)

    def debit(self, day: dt.date) -> None:
        loan_ids = find_loans_to_debit(day, 0, 10)
        debit_loans(business_date=day, loan_ids=loan_ids)
        assert debit_loans(business_date=day, loan_ids=loan_ids) == []

    @invariant()
    def wallets_agree(self) -> None:
        balances = wallet_balances(user.pk for user in self.users.values())
        for name, user in self.users.items():
            balance = balances.get(user.pk)
            shown = (balance.available_fen, balance.held_fen) if balance else (0, 0)
            assert shown == (self.plain.free[name], self.plain.held[name]), name
        assert balance_fen(AccountRef("2190")) == self.plain.company

    @invariant()
    def claims_agree(self) -> None:
        for plain, loan in self.loans:
            claims = Claim.objects.filter(loan=loan).order_by("number")
            assert list(claims.values_list("holder", "outstanding_fen")) == [
                (self.users[claim.holder].pk, claim.left_after(self.today)) for claim in plain.claims
            ]
            loan.refresh_from_db()
            assert loan.outstanding_fen == plain.left_after(self.today)
            assert (loan.status == Loan.Status.ACTIVE) == bool(plain.open_rows)


def test_every_wallet_and_claim_agrees_with_plain_arithmetic(db: None) -> None:
    small = settings(max_examples=8, stateful_step_count=12, derandomize=True, deadline=None)
    run_state_machine_as_test(MoneyMachine, settings=small)
