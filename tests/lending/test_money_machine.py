"""Investors bid, borrowers spend, pay late and settle in any order; plain arithmetic says what each wallet holds."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

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
from tests.money import fund

START = dt.date(2026, 1, 15)
BORROWERS = ("li", "qian")
INVESTORS = ("wang", "sun", "zhou")
ORDER = ("interest", "principal", "overdue", "fee")
STEP_FEN = 100_00


class NotAllowed(Exception):
    """What the plain books refuse, by the code the house should refuse it with."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def code_of_refusal(plainly: Callable[[], None]) -> str | None:
    try:
        plainly()
    except NotAllowed as refused:
        return refused.code
    return None


def nearest(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


def part_of(whole: int, permille: int) -> int:
    return -(-whole * permille // 1_000) or 1


def share_out(total: int, weights: list[int]) -> list[int]:
    """Give everybody the whole part, then one each to the largest broken parts, the earlier of equals first."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [floor(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts


def months_of_thirty_days(start: dt.date, end: dt.date) -> int:
    """Count days as a borrower's contract does: thirty for each whole month, and the bond rule for the rest."""
    months = (end.year - start.year) * 12 + end.month - start.month
    last_of_month = (end.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    if end.day == min(start.day, last_of_month.day):
        return months * 30
    first = min(start.day, 30)
    return months * 30 + (30 if end.day == 31 and first == 30 else end.day) - first


@dataclass
class PlainRow:
    """One instalment: what it asks by component, and what was paid of it."""

    starts_on: dt.date
    due_on: dt.date
    days: int
    carried: int
    asked: dict[str, int]
    paid: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))
    principal_paid: list[tuple[dt.date, int]] = field(default_factory=list)
    is_done: bool = False

    def owes(self, component: str) -> int:
        return self.asked[component] - self.paid[component]

    @property
    def owed(self) -> int:
        return sum(self.owes(component) for component in ORDER)


@dataclass
class PlainClaim:
    holder: str
    principal: int
    receipts: list[tuple[dt.date, int]] = field(default_factory=list)

    def left_after(self, day: dt.date) -> int:
        return self.principal - sum(fen for on, fen in self.receipts if on <= day)


@dataclass
class PlainLoan:
    borrower: str
    disbursed_on: dt.date
    rate_ppm: int
    overdue_rate_ppm: int
    cap_ppm: int
    grace_days: int
    rows: list[PlainRow]
    claims: list[PlainClaim]

    @property
    def open_rows(self) -> list[PlainRow]:
        return [row for row in self.rows if not row.is_done]

    def left_after(self, day: dt.date) -> int:
        return sum(claim.left_after(day) for claim in self.claims)

    def age(self, today: dt.date) -> None:
        """Write the overdue interest of late rows; all that was ever charged stays below the legal ceiling."""
        days = [self.disbursed_on + dt.timedelta(days=n) for n in range((today - self.disbursed_on).days)]
        ceiling = sum(map(self.left_after, days)) * self.cap_ppm // (1_000_000 * 365)
        late = [row for row in self.open_rows if row.due_on < today]
        room = ceiling - self._charged_besides(today)
        for row in late:
            borne = min(self._borne(row, today), max(0, room))
            row.asked["overdue"] = max(row.paid["overdue"], borne)
            room -= row.asked["overdue"]

    def _charged_besides(self, today: dt.date) -> int:
        charged = sum(row.paid["interest"] + row.paid["fee"] for row in self.rows)
        charged += sum(row.paid["overdue"] for row in self.rows if row.is_done)
        due = [row for row in self.open_rows if row.due_on <= today]
        return charged + sum(row.owes("interest") + row.owes("fee") for row in due)

    def _borne(self, row: PlainRow, today: dt.date) -> int:
        unpaid = row.asked["principal"] - sum(fen for _, fen in row.principal_paid)
        borne = Fraction(0)
        for on, fen in [*row.principal_paid, (today, unpaid)]:
            days = max(0, (on - row.due_on).days)
            rate = self.rate_ppm if days <= self.grace_days else self.overdue_rate_ppm
            borne += Fraction(fen * days * rate, 365 * 1_000_000)
        return nearest(borne)

    def due_rows(self, today: dt.date) -> list[PlainRow]:
        self.age(today)
        return [row for row in self.open_rows if row.due_on <= today]

    def payable_rows(self, today: dt.date) -> list[PlainRow]:
        """What is due, and the one instalment after it."""
        ahead = [row for row in self.open_rows if row.due_on > today]
        return [*self.due_rows(today), *ahead[:1]]

    def settling_parts(self, today: dt.date) -> list[tuple[PlainRow, dict[str, int]]]:
        """What closes the loan: dues in full, all principal, of the running month the days that were used."""
        due = self.due_rows(today)
        parts = [(row, {name: row.owes(name) for name in ORDER}) for row in due]
        ahead = [row for row in self.open_rows if row.due_on > today]
        early = sum(row.owes("principal") for row in ahead)
        for row in ahead:
            part = dict.fromkeys(ORDER, 0) | {"principal": row.owes("principal")}
            if row is ahead[0] and today > row.starts_on:
                days = min(months_of_thirty_days(row.starts_on, today), row.days)
                earned = row.carried + nearest(Fraction(early * self.rate_ppm * days, 360 * 1_000_000))
                part["interest"] = max(0, earned - row.paid["interest"])
                part["fee"] = max(0, nearest(Fraction(row.asked["fee"] * days, row.days)) - row.paid["fee"])
            parts.append((row, part))
        return parts


@dataclass
class PlainBid:
    investor: str
    amount: int
    is_held: bool = True


@dataclass
class PlainListing:
    borrower: str
    amount: int
    closes_on: dt.date
    approved_until_on: dt.date
    status: str = "open"
    bids: list[PlainBid] = field(default_factory=list)

    @property
    def rest(self) -> int:
        return self.amount - sum(bid.amount for bid in self.bids if bid.is_held)


class PlainBooks:
    """Wallets as two dicts; every action says by which code it is refused before it changes anything."""

    def __init__(self) -> None:
        self.free = dict.fromkeys((*BORROWERS, *INVESTORS), 0)
        self.held = dict.fromkeys((*BORROWERS, *INVESTORS), 0)
        self.company = 0

    def take(self, owner: str, amount: int) -> None:
        if amount > self.free[owner]:
            raise NotAllowed("insufficient_funds")
        self.free[owner] -= amount

    def bid(self, listing: PlainListing, investor: str, amount: int, today: dt.date) -> None:
        if listing.status != "open" or today > listing.closes_on:
            raise NotAllowed("not_open")
        if amount < STEP_FEN or amount % STEP_FEN:
            raise NotAllowed("bid_step")
        if amount > listing.rest:
            raise NotAllowed("too_much")
        self.take(investor, amount)
        self.held[investor] += amount
        listing.bids.append(PlainBid(investor, amount))
        if listing.rest == 0:
            listing.status = "full"

    def cancel(self, listing: PlainListing, bid: PlainBid) -> None:
        if not bid.is_held:
            return
        if listing.status != "open":
            raise NotAllowed("listing_not_open")
        bid.is_held = False
        self.held[bid.investor] -= bid.amount
        self.free[bid.investor] += bid.amount

    def disburse(self, listing: PlainListing, today: dt.date) -> None:
        if listing.status == "closed":
            return
        if listing.status != "full":
            raise NotAllowed("not_full")
        if today > listing.approved_until_on:
            raise NotAllowed("decision_expired")
        listing.status = "closed"
        for bid in listing.bids:
            if bid.is_held:
                self.held[bid.investor] -= bid.amount
                self.free[listing.borrower] += bid.amount

    def pay(self, loan: PlainLoan, amount: int, today: dt.date) -> None:
        if not loan.open_rows:
            raise NotAllowed("loan_ended")
        rows = loan.payable_rows(today)
        if not 0 < amount <= sum(row.owed for row in rows):
            raise NotAllowed("too_much")
        self.lay(loan, self.allocate(rows, amount), today)

    def settle(self, loan: PlainLoan, shown: int, today: dt.date) -> None:
        if not loan.open_rows:
            raise NotAllowed("loan_ended")
        parts = loan.settling_parts(today)
        if shown != sum(sum(part.values()) for _, part in parts):
            raise NotAllowed("figure_changed")
        self.lay(loan, parts, today)
        for row in loan.rows:
            row.is_done = True

    def debit(self, loans: list[PlainLoan], today: dt.date) -> None:
        """The loan due earliest is served first, the older one of two."""
        for loan in sorted(
            loans, key=lambda loan: loan.open_rows[0].due_on if loan.open_rows else dt.date.max
        ):
            rows = loan.due_rows(today)
            amount = min(self.free[loan.borrower], sum(row.owed for row in rows))
            if amount:
                self.lay(loan, self.allocate(rows, amount), today)

    def allocate(self, rows: list[PlainRow], amount: int) -> list[tuple[PlainRow, dict[str, int]]]:
        parts = []
        for row in rows:
            part = {}
            for component in ORDER:
                part[component] = min(amount, row.owes(component))
                amount -= part[component]
            parts.append((row, part))
        return parts

    def lay(self, loan: PlainLoan, parts: list[tuple[PlainRow, dict[str, int]]], today: dt.date) -> None:
        """Take the parts from the borrower, give each holder what the claim earned, the fee to the company."""
        self.take(loan.borrower, sum(sum(part.values()) for _, part in parts))
        principal = sum(part["principal"] for _, part in parts)
        shares = [(principal, [claim.left_after(today) for claim in loan.claims])]
        for row, part in parts:
            shares.append((part["interest"], [claim.left_after(row.starts_on) for claim in loan.claims]))
            shares.append((part["overdue"], [claim.left_after(row.due_on) for claim in loan.claims]))
            self.company += part["fee"]
        gains = [share_out(total, weights) for total, weights in shares if total]
        for at, claim in enumerate(loan.claims):
            self.free[claim.holder] += sum(gain[at] for gain in gains)
            if principal:
                claim.receipts.append((today, gains[0][at]))
        for row, part in parts:
            for component, fen in part.items():
                row.paid[component] += fen
            row.principal_paid.append((today, part["principal"]))
            row.is_done = row.owed == 0


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
