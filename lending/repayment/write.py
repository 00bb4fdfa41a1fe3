"""Writing planned payments: the postings in one call, then the rows, a constant number of statements for all."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts import clock
from accounts.events import EventInput, record_events
from accounts.models import User
from accounts.numbers import next_numbers
from accounts.states import move_many
from finance.posting import vat_rate_ppm
from finance.services.post_entries import post_entries
from lending.models import Claim, Instalment, InterestSubsidy, Loan, LoanPayment, PaymentPart
from lending.receipts import ReceiptRow, lower_claims, write_receipts
from lending.repayment.book import LoanBook
from lending.repayment.costs import pay_costs
from lending.repayment.plan import PaymentPlan, entry_of, plan_dealers_interest
from lending.services.withdraw_offers import withdraw_offers
from lending.subsidies.holds import free_subsidies, held_subsidies, release_subsidies

INSTALMENT_FIELDS = [
    "principal_paid_fen",
    "interest_paid_fen",
    "fee_paid_fen",
    "interest_not_owed_fen",
    "fee_not_owed_fen",
    "dealer_interest_fen",
    "late_contract_fen_days",
    "late_overdue_fen_days",
    "overdue_interest_fen",
    "overdue_interest_paid_fen",
    "settled_at",
    "settled_on",
]


def write_payments(plans: Sequence[PaymentPlan], *, actor: User | None) -> list[LoanPayment]:
    """Post the plans and write what they change; the caller holds the transaction and the locks of the books.

    Where a dealer pays the interest, that of each instalment a borrower's payment reaches is paid with it, before it.
    Refuses what `post_entries` refuses; then nothing moved.
    """
    if not plans:
        return []
    pay_dealers_interest(
        [_brought_along(plan) for plan in plans if plan.is_allocated], on=plans[0].on, actor=actor
    )
    return _write(plans, actor)


@dataclass(frozen=True)
class DealersInterest:
    """Interest of instalments of a loan, by their ids, that its dealer pays now out of what it set aside; fen."""

    book: LoanBook
    interest_fen: Mapping[int, int]
    value_on: dt.date | None = None


def pay_dealers_interest(
    dues: Iterable[DealersInterest], *, on: dt.date, actor: User | None
) -> list[LoanPayment]:
    """Let the dealers pay; a loan without anything to pay gets no payment. A constant number of statements for all.

    What was set aside for the instalments beyond it is the dealer's again; the caller, who ends the loan or draws it
    anew in the same transaction, sees to the rows.
    """
    wanted = {due.book.loan.pk: due for due in dues if any(due.interest_fen.values())}
    if not wanted:
        return []
    used: dict[int, list[InterestSubsidy]] = {pk: [] for pk in wanted}
    for one in held_subsidies(*wanted):
        if wanted[one.instalment.loan_id].interest_fen.get(one.instalment_id):
            used[one.instalment.loan_id].append(one)
    free_subsidies([(due.book.loan, used[pk]) for pk, due in wanted.items()], actor=actor)
    plans = [
        plan_dealers_interest(
            due.book,
            {row_id: fen for row_id, fen in due.interest_fen.items() if fen},
            payer_id=used[pk][0].hold.owner_id,
            key=f"subsidy:{due.book.loan.number}:paid:{used[pk][0].hold.number}",
            on=on,
            paid_by=actor,
            value_on=due.value_on,
        )
        for pk, due in wanted.items()
    ]
    payments = _write(plans, actor)
    for payment, (pk, due) in zip(payments, wanted.items(), strict=True):
        due.book.payments.append(payment)
        for one in used[pk]:
            one.payment, one.paid_fen = payment, due.interest_fen[one.instalment_id]
    InterestSubsidy.objects.bulk_update(
        [one for rows in used.values() for one in rows], ["payment", "paid_fen"], batch_size=100
    )
    return payments


def pay_dealers_due(
    books: Iterable[LoanBook], due_by: dt.date, *, on: dt.date, actor: User | None = None
) -> list[LoanPayment]:
    """Let the dealers pay what is due by a day; a batch does so before it locks wallets, for holds are locked first."""
    dues = [
        DealersInterest(
            book,
            {row.pk: row.dealer_interest_fen for row in book.instalments if row.due_on <= due_by},
            value_on=due_by,
        )
        for book in books
    ]
    return pay_dealers_interest(dues, on=on, actor=actor)


def _brought_along(plan: PaymentPlan) -> DealersInterest:
    """Return the dealer's interest of the instalments that a borrower's payment reaches."""
    reached = {row.pk: row.dealer_interest_fen for row in plan.book.instalments if row.pk in plan.parts}
    return DealersInterest(plan.book, reached, plan.value_on)


def _write(plans: Sequence[PaymentPlan], actor: User | None) -> list[LoanPayment]:
    withdraw_offers(loan_ids=[plan.book.loan.pk for plan in plans], reason="loan_paid", actor=actor)
    vat_ppm = vat_rate_ppm(plans[0].on)
    posted = post_entries([entry_of(plan, vat_ppm) for plan in plans])
    moment = clock.now()
    numbers = next_numbers("RP", len(plans))
    payments = LoanPayment.objects.bulk_create(
        [
            _payment(plan, number, entry.id, moment)
            for plan, number, entry in zip(plans, numbers, posted, strict=True)
        ]
    )
    _write_parts(plans, payments, moment)
    _write_receipts(plans, payments, moment)
    _write_loans(plans, moment, actor)
    _tell(plans, payments, actor)
    return payments


def _payment(plan: PaymentPlan, number: str, entry_id: int, moment: dt.datetime) -> LoanPayment:
    loan = plan.book.loan
    return LoanPayment(
        number=number,
        loan=loan,
        kind=plan.kind,
        key=plan.key,
        amount_fen=plan.amount_fen,
        principal_fen=plan.principal_fen,
        interest_fen=plan.interest_fen,
        overdue_interest_fen=plan.overdue_interest_fen,
        fee_fen=plan.fee_fen,
        early_fee_fen=plan.early_fee_fen,
        costs_fen=plan.costs_fen,
        outstanding_after_fen=loan.outstanding_fen - plan.principal_fen,
        paid_on=plan.on,
        value_on=plan.value_on or plan.on,
        paid_at=moment,
        paid_by=plan.paid_by,
        payer_id=plan.payer_id,
        entry_id=entry_id,
    )


def _write_parts(plans: Sequence[PaymentPlan], payments: Sequence[LoanPayment], moment: dt.datetime) -> None:
    parts, changed = [], []
    for plan, payment in zip(plans, payments, strict=True):
        rows = {row.pk: row for row in plan.book.instalments}
        for instalment_id, part in plan.parts.items():
            row = rows[instalment_id]
            row.principal_paid_fen += part.principal_fen
            row.interest_paid_fen += part.interest_fen
            row.overdue_interest_paid_fen += part.overdue_interest_fen
            row.fee_paid_fen += part.fee_fen
            if plan.kind == LoanPayment.Kind.DEALER:
                row.dealer_interest_fen -= part.interest_fen
            if plan.is_settlement:
                row.interest_not_owed_fen += row.unpaid_interest_fen
                row.fee_not_owed_fen += row.unpaid_fee_fen
                row.dealer_interest_fen = 0
            if row.unpaid_fen == 0:
                row.settled_at, row.settled_on = moment, plan.on
            changed.append(row)
            if part.total_fen:
                parts.append(
                    PaymentPart(
                        payment=payment,
                        instalment=row,
                        principal_fen=part.principal_fen,
                        interest_fen=part.interest_fen,
                        overdue_interest_fen=part.overdue_interest_fen,
                        fee_fen=part.fee_fen,
                    )
                )
    PaymentPart.objects.bulk_create(parts, batch_size=500)
    Instalment.objects.bulk_update(changed, INSTALMENT_FIELDS, batch_size=100)


def _write_receipts(
    plans: Sequence[PaymentPlan], payments: Sequence[LoanPayment], moment: dt.datetime
) -> None:
    rows, lowered = [], []
    for plan, payment in zip(plans, payments, strict=True):
        claims = {claim.number: claim for claim in plan.book.claims}
        for share in plan.shares:
            claim = claims[share.claim]
            claim.outstanding_fen -= share.principal_fen
            rows.append(ReceiptRow(payment.pk, claim.pk, claim.holder_id, *share[1:]))
            if share.principal_fen:
                lowered.append((claim.pk, share.principal_fen))
    write_receipts(rows, received_on=payments[0].paid_on, received_at=moment)
    lower_claims(lowered)


def _write_loans(plans: Sequence[PaymentPlan], moment: dt.datetime, actor: User | None) -> None:
    settled = []
    for plan in plans:
        loan = plan.book.loan
        loan.outstanding_fen -= plan.principal_fen
        loan.costs_owed_fen -= plan.costs_fen
        if plan.costs_fen:
            pay_costs(loan, plan.costs_fen)
        unpaid = [row for row in plan.book.instalments if row.settled_at is None]
        late = [row.due_on for row in unpaid if row.due_on < plan.on]
        loan.overdue_since_on = min(late, default=None)
        if not unpaid:
            settled.append(plan)
    Loan.objects.bulk_update(
        [plan.book.loan for plan in plans],
        ["outstanding_fen", "costs_owed_fen", "overdue_since_on"],
        batch_size=100,
    )
    for status in Loan.OWING:
        books = [plan.book for plan in settled if plan.book.loan.status == status]
        settle_books(books, status, on=plans[0].on, moment=moment, actor=actor)


def settle_books(
    books: Sequence[LoanBook], from_: str, *, on: dt.date, moment: dt.datetime, actor: User | None
) -> None:
    """End loans that owe nothing any more, and their claims, which are in the same state as their loan."""
    if not books:
        return
    loan_ids = [book.loan.pk for book in books]
    claim_ids = [claim.pk for book in books for claim in book.claims]
    loan_end: dict[str, Any] = {"settled_at": moment, "settled_on": on}
    claim_end: dict[str, Any] = {"ended_at": moment, "ended_on": on}
    move_many(Loan, loan_ids, from_=from_, to=Loan.Status.SETTLED, actor=actor, **loan_end)
    move_many(Claim, claim_ids, from_=from_, to=Claim.Status.SETTLED, actor=actor, **claim_end)
    dealers = [book.loan for book in books if book.loan.product_version.is_interest_paid_by_dealer]
    if dealers:
        release_subsidies(dealers, actor=actor)


def _tell(plans: Sequence[PaymentPlan], payments: Sequence[LoanPayment], actor: User | None) -> None:
    record_events(
        [
            EventInput(
                "loan.paid",
                plan.book.loan,
                {
                    "payment": payment.number,
                    "kind": payment.kind,
                    "amount_fen": payment.amount_fen,
                    "principal_fen": payment.principal_fen,
                    "outstanding_fen": payment.outstanding_after_fen,
                },
            )
            for plan, payment in zip(plans, payments, strict=True)
        ],
        actor=actor,
    )
