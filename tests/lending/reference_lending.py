"""Lending in plain arithmetic: what the machine's wallets, claims and instalments must come to."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

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
