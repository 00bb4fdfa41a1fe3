"""The plan of a payment: its parts by instalment, its shares by claim, and the entry that moves the money."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from accounts.models import User
from finance import chart
from finance.chart import AccountRef
from finance.posting import EntryInput, TransferInput, fee_transfers
from lending.domain.allocation import Component, Part
from lending.domain.settlement import EARLY_INTEREST, Settlement
from lending.domain.shares import HolderShare, split_over_claims, split_principal
from lending.models import Instalment, Loan, LoanPayment
from lending.models.loan_payment import PaymentKind
from lending.repayment.book import LoanBook

SERVICE_FEE_INCOME = "4001"
EARLY_FEE_INCOME = "4007"
COSTS = "recovered"


@dataclass
class InstalmentPart:
    """What one payment brings to one instalment."""

    principal_fen: int = 0
    interest_fen: int = 0
    overdue_interest_fen: int = 0
    fee_fen: int = 0

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.interest_fen + self.overdue_interest_fen + self.fee_fen


@dataclass(frozen=True)
class PaymentPlan:
    """A payment before it is posted. `parts` are by instalment id; `is_settlement` spares what is not yet owed."""

    book: LoanBook
    kind: PaymentKind
    key: str
    on: dt.date
    paid_by: User | None
    parts: dict[int, InstalmentPart]
    early_fee_fen: int = 0
    costs_fen: int = 0
    is_settlement: bool = False
    is_allocated: bool = False  # laid over dues: a dealer's interest of the same instalments comes with it
    payer_id: int | None = None  # whose wallet pays, where it is not the borrower's
    value_on: dt.date | None = None  # the day it counts from, where that is not the day it is posted on
    shares: list[HolderShare] = field(default_factory=list)

    @property
    def principal_fen(self) -> int:
        return sum(part.principal_fen for part in self.parts.values())

    @property
    def interest_fen(self) -> int:
        return sum(part.interest_fen for part in self.parts.values())

    @property
    def overdue_interest_fen(self) -> int:
        return sum(part.overdue_interest_fen for part in self.parts.values())

    @property
    def fee_fen(self) -> int:
        return sum(part.fee_fen for part in self.parts.values())

    @property
    def amount_fen(self) -> int:
        return sum(part.total_fen for part in self.parts.values()) + self.early_fee_fen + self.costs_fen


def plan_allocation(
    book: LoanBook,
    allocated: Sequence[Part],
    *,
    kind: PaymentKind,
    key: str,
    on: dt.date,
    paid_by: User | None,
    value_on: dt.date | None = None,
) -> PaymentPlan:
    """Return the plan of a payment that was allocated over the loan's dues."""
    ids = {row.n: row.pk for row in book.instalments}
    parts: dict[int, InstalmentPart] = defaultdict(InstalmentPart)
    costs_fen = 0
    for one in allocated:
        if one.component == Component.COSTS:
            costs_fen += one.amount_fen
            continue
        part = parts[ids[one.n]]
        match one.component:
            case Component.PRINCIPAL:
                part.principal_fen += one.amount_fen
            case Component.INTEREST:
                part.interest_fen += one.amount_fen
            case Component.OVERDUE_INTEREST:
                part.overdue_interest_fen += one.amount_fen
            case Component.SERVICE_FEE:
                part.fee_fen += one.amount_fen
    shares = shares_of(book, parts)
    if book.loan.status == Loan.Status.WRITTEN_OFF:
        kind = PaymentKind.RECOVERY
    return PaymentPlan(
        book,
        kind,
        key,
        on,
        paid_by,
        dict(parts),
        costs_fen=costs_fen,
        is_allocated=True,
        value_on=value_on,
        shares=shares,
    )


def plan_settlement(
    book: LoanBook,
    settlement: Settlement,
    *,
    key: str,
    paid_by: User | None,
    kind: PaymentKind = PaymentKind.SETTLEMENT,
    payer_id: int | None = None,
) -> PaymentPlan:
    """Return the plan that closes a loan: every row's principal, and of interest and fees what its lines say."""
    running = next((row for row in book.instalments if row.due_on > settlement.as_of), None)
    parts = {row.pk: _settling_part(row, settlement, row is running) for row in book.instalments}
    return PaymentPlan(
        book=book,
        kind=kind,
        key=key,
        on=settlement.as_of,
        paid_by=paid_by,
        parts=parts,
        early_fee_fen=settlement.early_fee_fen,
        is_settlement=True,
        payer_id=payer_id,
        shares=shares_of(book, parts),
    )


def plan_prepayment_parts(
    book: LoanBook, row: Instalment, *, early_fee_fen: int, key: str, on: dt.date, paid_by: User | None
) -> PaymentPlan:
    """Return the plan that pays the row of a part paid early, all that is left of it."""
    parts = {row.pk: InstalmentPart(row.principal_fen, row.unpaid_interest_fen, 0, row.fee_fen)}
    return PaymentPlan(
        book=book,
        kind=LoanPayment.Kind.PREPAYMENT,
        key=key,
        on=on,
        paid_by=paid_by,
        parts=parts,
        early_fee_fen=early_fee_fen,
        shares=shares_of(book, parts),
    )


def plan_arrears(book: LoanBook, settlement: Settlement, *, key: str, paid_by: User | None) -> PaymentPlan:
    """Return the plan that pays all a loan owes up to a day but its principal, as a restructure asks for first."""
    running = next((row for row in book.instalments if row.due_on > settlement.as_of), None)
    parts = {row.pk: _settling_part(row, settlement, row is running) for row in book.instalments}
    parts = {pk: replace(part, principal_fen=0) for pk, part in parts.items()}
    return PaymentPlan(
        book=book,
        kind=LoanPayment.Kind.ARREARS,
        key=key,
        on=settlement.as_of,
        paid_by=paid_by,
        parts={pk: part for pk, part in parts.items() if part.total_fen},
        shares=shares_of(book, parts),
    )


def plan_dealers_interest(
    book: LoanBook,
    interest_fen: dict[int, int],
    *,
    payer_id: int,
    key: str,
    on: dt.date,
    paid_by: User | None,
    value_on: dt.date | None = None,
) -> PaymentPlan:
    """Return the plan by which a dealer pays interest of instalments, by their ids, and nothing else of them."""
    parts = {pk: InstalmentPart(interest_fen=fen) for pk, fen in interest_fen.items()}
    return PaymentPlan(
        book=book,
        kind=LoanPayment.Kind.DEALER,
        key=key,
        on=on,
        paid_by=paid_by,
        parts=parts,
        payer_id=payer_id,
        value_on=value_on,
        shares=shares_of(book, parts),
    )


def _settling_part(row: Instalment, settlement: Settlement, is_running: bool) -> InstalmentPart:
    if row.due_on <= settlement.as_of:
        return InstalmentPart(
            row.unpaid_principal_fen,
            row.unpaid_interest_fen,
            row.unpaid_overdue_interest_fen,
            row.unpaid_fee_fen,
        )
    lines = settlement.lines if is_running else ()
    return InstalmentPart(
        principal_fen=row.unpaid_principal_fen,
        interest_fen=sum(line.amount_fen for line in lines if line.code in EARLY_INTEREST),
        fee_fen=sum(line.amount_fen for line in lines if line.code == "fee_used"),
    )


def shares_of(book: LoanBook, parts: dict[int, InstalmentPart]) -> list[HolderShare]:
    """Split a payment among the claims: principal by what is outstanding now, interest by its period's start.

    Overdue interest follows what was outstanding when the row fell due: that is the principal it was borne on.
    """
    principal = split_principal(sum(part.principal_fen for part in parts.values()), book.outstanding_now())
    interest: dict[str, int] = defaultdict(int)
    overdue: dict[str, int] = defaultdict(int)
    for row in book.instalments:
        part = parts.get(row.pk)
        if part is not None and part.interest_fen:
            _add(interest, _split_interest(book, row, part.interest_fen))
        if part is not None and part.overdue_interest_fen:
            _add(overdue, split_over_claims(part.overdue_interest_fen, book.outstanding_after(row.due_on)))
    shares = [
        HolderShare(claim.number, principal[claim.number], interest[claim.number], overdue[claim.number])
        for claim in book.claims
    ]
    return [share for share in shares if share.total_fen]


def _split_interest(book: LoanBook, row: Instalment, interest_fen: int) -> dict[str, int]:
    """Split by the outstanding at the period's start; where a holder waived, by what each claim still gets."""
    at_start = book.outstanding_after(row.starts_on, with_waived=True)
    waived = book.interest_waivers.get(row.pk)
    if not waived:
        return split_over_claims(interest_fen, at_start)
    owed = split_over_claims(row.interest_fen - row.interest_not_owed_fen + sum(waived.values()), at_start)
    return split_over_claims(interest_fen, {claim: fen - waived.get(claim, 0) for claim, fen in owed.items()})


def _add(sums: dict[str, int], shares: dict[str, int]) -> None:
    for number, amount_fen in shares.items():
        sums[number] += amount_fen


def entry_of(plan: PaymentPlan, vat_ppm: int) -> EntryInput:
    """Return the ledger entry of a payment: to each holder, fees to the company, principal off the control accounts."""
    payer = chart.wallet_available(plan.payer_id or plan.book.loan.borrower_id)
    holders = {claim.number: claim.holder_id for claim in plan.book.claims}
    transfers: list[TransferInput] = []
    for share in plan.shares:
        holder = chart.wallet_available(holders[share.claim])
        amounts = (
            (share.principal_fen, "principal"),
            (share.interest_fen, "interest"),
            (share.overdue_interest_fen, "overdue_interest"),
        )
        transfers += [TransferInput(payer, holder, fen, purpose) for fen, purpose in amounts if fen]
    transfers += fee_transfers(payer, plan.fee_fen, SERVICE_FEE_INCOME, "service_fee", vat_ppm=vat_ppm)
    transfers += fee_transfers(payer, plan.early_fee_fen, EARLY_FEE_INCOME, "early_fee", vat_ppm=vat_ppm)
    transfers += cost_transfers(payer, plan.costs_fen)
    if plan.principal_fen:
        transfers.append(TransferInput(*controls_of(plan.book.loan), plan.principal_fen, "principal"))
    return EntryInput(
        kind=f"loan.payment.{plan.kind}",
        reference=plan.book.loan.number,
        idempotency_key=plan.key,
        transfers=transfers,
        value_on=plan.value_on or plan.on,
        posted_by_id=plan.paid_by.pk if plan.paid_by else None,
    )


def controls_of(loan: Loan) -> tuple[AccountRef, AccountRef]:
    """Return the control accounts that a loan's principal leaves: the claims' and the loans'."""
    if loan.status == Loan.Status.WRITTEN_OFF:
        return chart.written_off_claims(), chart.written_off_loans()
    return chart.investors_claims(), chart.loans_outstanding()


def cost_transfers(payer: AccountRef, costs_fen: int) -> list[TransferInput]:
    """Return what giving the company back its documented costs moves: payer → 2190, 1003 → 1221."""
    if not costs_fen:
        return []
    return [
        TransferInput(payer, chart.company_in_custody(), costs_fen, COSTS),
        TransferInput(chart.due_from_custody(), chart.advances_to_recover(), costs_fen, COSTS),
    ]
