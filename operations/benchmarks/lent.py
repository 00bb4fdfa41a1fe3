"""A loan with many holders in a scratch database, and one instalment of it paid by hand-written SQL."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction

from accounts import clock
from accounts.models import User
from accounts.numbers import next_number, next_numbers
from finance import chart
from finance.domain.money import split
from finance.models import LedgerAccount
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from lending.domain.schedule import Schedule, build_schedule
from lending.domain.terms import Terms
from lending.models import Application, Claim, Instalment, Listing, Loan, Product, ProductVersion
from lending.services.seed_products import seed_products
from operations.benchmarks.books import copy_rows, draw_id, insert_rows, write_plain

CLAIM_FEN = 100_000
PERIODS = 12
RATE_PPM = 80_000


class PlainPayment(NamedTuple):
    """What one instalment brings to whom, worked out before the clock starts."""

    loan: Loan
    instalment: Instalment
    claims: list[Claim]
    principal: list[int]
    interest: list[int]


def make_loan(borrower_id: int, holder_ids: Sequence[int]) -> Loan:
    """Write a running loan with a claim for each holder, without the way that leads to one."""
    listing = open_listing(borrower_id, CLAIM_FEN * len(holder_ids))
    loan = write_loan(listing)
    _add_claims(loan, holder_ids)
    memorandum = TransferInput(
        chart.loans_outstanding(), chart.investors_claims(), loan.principal_fen, "principal"
    )
    post_entries([EntryInput("loan.disbursed", loan.number, f"disburse:{loan.number}", [memorandum])])
    return loan


def open_listing(borrower_id: int, principal_fen: int) -> Listing:
    """Write an application and its listing."""
    seed_products()
    version = ProductVersion.objects.select_related("product").earliest("pk")
    _application(borrower_id, version.product, version)
    return _listing(borrower_id, version, principal_fen)


def write_loan(listing: Listing) -> Loan:
    """Write the loan of a listing and its instalments, from today on."""
    today, at, version = clock.today(), clock.now(), listing.product_version
    terms = Terms(
        principal_fen=listing.amount_fen,
        annual_rate_ppm=RATE_PPM,
        method="equal_instalment",
        periods=PERIODS,
        disbursed_on=today,
    )
    schedule = build_schedule(terms)
    loan = Loan.objects.create(
        number=next_number("LN"),
        application=listing.application,
        listing=listing,
        borrower_id=listing.borrower_id,
        product_version=version,
        principal_fen=listing.amount_fen,
        outstanding_fen=listing.amount_fen,
        rate_ppm=terms.annual_rate_ppm,
        cap_rate_ppm=120_000,
        overdue_rate_ppm=version.overdue_rate_ppm,
        grace_days=version.grace_days,
        grade="A",
        periods=PERIODS,
        method=terms.method,
        terms=terms.to_dict(),
        disbursed_on=today,
        disbursed_at=at,
        matures_on=schedule.rows[-1].due_on,
        closed_through_on=today - dt.timedelta(days=1),
    )
    _add_instalments(loan, schedule)
    return loan


def _application(borrower_id: int, product: Product, version: ProductVersion) -> Application:
    return Application.objects.create(
        number=next_number("AP"),
        borrower_id=borrower_id,
        product=product,
        product_version=version,
        created_at=clock.now(),
    )


def _listing(borrower_id: int, version: ProductVersion, principal_fen: int) -> Listing:
    today = clock.today()
    return Listing.objects.create(
        number=next_number("LS"),
        application=Application.objects.latest("pk"),
        borrower_id=borrower_id,
        product_version=version,
        amount_fen=principal_fen,
        rate_ppm=RATE_PPM,
        grade="A",
        periods=PERIODS,
        method="equal_instalment",
        purpose="furniture",
        disclosure={},
        opened_at=clock.now(),
        opened_on=today,
        closes_on=today,
    )


def _add_instalments(loan: Loan, schedule: Schedule) -> None:
    Instalment.objects.bulk_create(
        Instalment(
            loan=loan,
            n=row.n,
            starts_on=row.starts_on,
            due_on=row.due_on,
            principal_fen=row.principal_fen,
            interest_fen=row.interest_fen,
            base_fen=row.base_fen,
            days=row.days,
            rate_numerator=row.rate_num,
            rate_denominator=row.rate_den,
        )
        for row in schedule.instalments
    )


def _add_claims(loan: Loan, holder_ids: Sequence[int]) -> None:
    Claim.objects.bulk_create(
        [
            Claim(
                number=number,
                loan=loan,
                holder_id=holder_id,
                principal_fen=CLAIM_FEN,
                outstanding_fen=CLAIM_FEN,
                opened_on=loan.disbursed_on,
                opened_at=loan.disbursed_at,
            )
            for number, holder_id in zip(next_numbers("CL", len(holder_ids)), holder_ids, strict=True)
        ],
        batch_size=500,
    )


def next_instalment(loan: Loan) -> Instalment:
    """Return the oldest instalment that is not paid."""
    return Instalment.objects.filter(loan=loan, settled_at=None).earliest("n")


def plan_plainly(loan: Loan) -> PlainPayment:
    """Work out what the next instalment brings to each claim."""
    instalment = next_instalment(loan)
    claims = list(Claim.objects.filter(loan=loan).order_by("number"))
    weights = [claim.outstanding_fen for claim in claims]
    principal = split(instalment.principal_fen, weights)
    return PlainPayment(loan, instalment, claims, principal, split(instalment.interest_fen, weights))


def pay_plainly(plan: PlainPayment, payer: User, accounts: dict[int, int]) -> None:
    """Write the payment, its transfers and totals, its receipts and what it lowers, by hand-written SQL."""
    house = dict(LedgerAccount.objects.filter(code__in=["1301", "2301"]).values_list("code", "id"))
    instalment, now = plan.instalment, clock.now()
    amount_fen = instalment.principal_fen + instalment.interest_fen
    with transaction.atomic(), connection.cursor() as cursor:
        today, entry_id = clock.lock_business_date(), draw_id()
        transfers = [
            (entry_id, accounts[payer.pk], accounts[claim.holder_id], fen, purpose)
            for purpose, shares in (("principal", plan.principal), ("interest", plan.interest))
            for claim, fen in zip(plan.claims, shares, strict=True)
            if fen
        ]
        transfers.append((entry_id, house["2301"], house["1301"], instalment.principal_fen, "principal"))
        number = next_number("RP")
        entry = ("loan.payment.manual", plan.loan.number, today, today, now, number, "0" * 64, entry_id)
        write_plain(cursor, [entry], transfers)
        payment_id = _insert_payment(cursor, plan, (number, entry_id, amount_fen, today, now))
        _insert_receipts(cursor, plan, payment_id, today, now)
        _lower(cursor, plan, today, now)


def _insert_payment(cursor: Any, plan: PlainPayment, written: tuple[Any, ...]) -> int:
    number, entry_id, amount_fen, today, now = written
    instalment = plan.instalment
    cursor.execute(
        "INSERT INTO lending_loanpayment (number, loan_id, kind, key, amount_fen, principal_fen, interest_fen,"
        " overdue_interest_fen, fee_fen, early_fee_fen, costs_fen, outstanding_after_fen, paid_on, value_on, paid_at,"
        " entry_id)"
        " VALUES (%s, %s, 'manual', %s, %s, %s, %s, 0, 0, 0, 0, %s, %s, %s, %s, %s) RETURNING id",
        [
            number,
            plan.loan.pk,
            number,
            amount_fen,
            instalment.principal_fen,
            instalment.interest_fen,
            plan.loan.outstanding_fen - instalment.principal_fen,
            today,
            today,
            now,
            entry_id,
        ],
    )
    [payment_id] = cursor.fetchone()
    cursor.execute(
        "INSERT INTO lending_paymentpart"
        " (payment_id, instalment_id, principal_fen, interest_fen, overdue_interest_fen, fee_fen)"
        " VALUES (%s, %s, %s, %s, 0, 0)",
        [payment_id, instalment.pk, instalment.principal_fen, instalment.interest_fen],
    )
    return int(payment_id)


def _insert_receipts(
    cursor: Any, plan: PlainPayment, payment_id: int, today: dt.date, now: dt.datetime
) -> None:
    columns = (
        "payment_id",
        "claim_id",
        "holder_id",
        "principal_fen",
        "interest_fen",
        "overdue_interest_fen",
        "received_on",
        "received_at",
    )
    rows = [
        (payment_id, claim.pk, claim.holder_id, principal_fen, interest_fen, 0, today, now)
        for claim, principal_fen, interest_fen in zip(plan.claims, plan.principal, plan.interest, strict=True)
    ]
    if connection.vendor == "postgresql":
        copy_rows(cursor, "lending_claimreceipt", columns, rows)
    else:
        insert_rows(cursor, "lending_claimreceipt", columns, rows)


def _lower(cursor: Any, plan: PlainPayment, today: dt.date, now: dt.datetime) -> None:
    pairs = [(fen, claim.pk) for claim, fen in zip(plan.claims, plan.principal, strict=True)]
    if connection.vendor == "postgresql":
        cursor.execute(
            "UPDATE lending_claim AS claim SET outstanding_fen = claim.outstanding_fen - paid.fen"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS paid (fen, id) WHERE claim.id = paid.id",
            ["{" + ",".join(str(pair[n]) for pair in pairs) + "}" for n in range(2)],
        )
    else:
        cursor.executemany(
            "UPDATE lending_claim SET outstanding_fen = outstanding_fen - %s WHERE id = %s", pairs
        )
    cursor.execute(
        "UPDATE lending_instalment SET principal_paid_fen = principal_fen, interest_paid_fen = interest_fen,"
        " settled_at = %s, settled_on = %s WHERE id = %s",
        [now, today, plan.instalment.pk],
    )
    cursor.execute(
        "UPDATE lending_loan SET outstanding_fen = outstanding_fen - %s WHERE id = %s",
        [plan.instalment.principal_fen, plan.loan.pk],
    )
    plan.loan.outstanding_fen -= plan.instalment.principal_fen
