"""One loan with very many holders, its repayment as the site makes it, and the same rows by plain SQL."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from accounts import clock
from accounts.models import User
from finance.domain.money import split
from finance.models import Entry, LedgerAccount
from lending.domain.schedule import build_schedule
from lending.models import Application, Claim, Instalment, Listing, Loan, LoanPayment, ProductVersion
from lending.product_terms import terms_of
from lending.services.pay_loan import pay_loan
from lending.services.seed_products import seed_products
from operations.benchmarks.books import draw_id, write_plain, write_rows

RATE_PPM = 74_000
PERIODS = 12


def make_loan(number: str, borrower_id: int, holder_ids: list[int], weights: list[int]) -> Loan:
    """Lay down an active loan with one claim for each holder; its application and listing are stand-ins."""
    seed_products()
    version = ProductVersion.objects.select_related("product").order_by("pk")[0]
    today, now, principal_fen = clock.today(), clock.now(), sum(weights)
    common: dict[str, Any] = {"borrower_id": borrower_id, "product_version": version, "ended_at": now}
    application = Application.objects.create(
        number=f"AP{number}", product=version.product, status="expired", created_at=now, **common
    )
    agreed: dict[str, Any] = {
        "rate_ppm": RATE_PPM,
        "grade": "B",
        "periods": PERIODS,
        "method": "equal_instalment",
    }
    listing = Listing.objects.create(
        number=f"LS{number}",
        application=application,
        status="expired",
        amount_fen=principal_fen,
        purpose="daily",
        disclosure={},
        opened_at=now,
        opened_on=today,
        closes_on=today,
        **common,
        **agreed,
    )
    terms = terms_of(
        version,
        amount_fen=principal_fen,
        rate_ppm=RATE_PPM,
        periods=PERIODS,
        method="equal_instalment",
        disbursed_on=today,
    )
    schedule = build_schedule(terms)
    loan = Loan.objects.create(
        number=f"LN{number}",
        application=application,
        listing=listing,
        borrower_id=borrower_id,
        product_version=version,
        principal_fen=principal_fen,
        outstanding_fen=principal_fen,
        cap_rate_ppm=120_000,
        overdue_rate_ppm=110_000,
        grace_days=3,
        terms=terms.to_dict(),
        disbursed_on=today,
        disbursed_at=now,
        matures_on=schedule.instalments[-1].due_on,
        closed_through_on=today - dt.timedelta(days=1),
        **agreed,
    )
    _add_instalments(loan, schedule.instalments)
    Claim.objects.bulk_create(
        [
            Claim(
                number=f"CL{number}{n:06d}",
                loan=loan,
                holder_id=holder_id,
                principal_fen=weight,
                outstanding_fen=weight,
                opened_on=today,
                opened_at=now,
            )
            for n, (holder_id, weight) in enumerate(zip(holder_ids, weights, strict=True))
        ],
        batch_size=500,
    )
    return loan


def _add_instalments(loan: Loan, rows: Any) -> None:
    Instalment.objects.bulk_create(
        Instalment(
            loan=loan,
            n=row.n,
            starts_on=row.starts_on,
            due_on=row.due_on,
            principal_fen=row.principal_fen,
            interest_fen=row.interest_fen,
            fee_fen=0,
            base_fen=row.base_fen,
            days=row.days,
            rate_numerator=row.rate_num,
            rate_denominator=row.rate_den,
            carried_fen=row.carried_fen,
        )
        for row in rows
    )


def repay(loan: Loan, payer: User, n: int) -> None:
    """Pay the loan's next instalment as its borrower does."""
    amount_fen = Instalment.objects.get(loan=loan, n=n).total_fen
    pay_loan(loan=loan, payer=payer, amount_fen=amount_fen, key=f"benchmark:{n}")


def repay_plainly(loan: Loan, payer_id: int, n: int, accounts: dict[int, int]) -> None:
    """Write the same rows by hand-written SQL: ledger, receipts, claims, instalment, payment and loan."""
    house = dict(LedgerAccount.objects.filter(code__in=["1301", "2301"]).values_list("code", "id"))
    with transaction.atomic(), connection.cursor() as cursor:
        today, now, entry_id = clock.lock_business_date(), clock.now(), draw_id()
        cursor.execute(
            "SELECT id, principal_fen, interest_fen FROM lending_instalment WHERE loan_id = %s AND n = %s",
            [loan.pk, n],
        )
        row_id, principal_fen, interest_fen = cursor.fetchone()
        cursor.execute(
            "SELECT id, holder_id, outstanding_fen FROM lending_claim WHERE loan_id = %s ORDER BY number"
            + (" FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""),
            [loan.pk],
        )
        claims = cursor.fetchall()
        weights = [claim[2] for claim in claims]
        shares = list(zip(claims, split(principal_fen, weights), split(interest_fen, weights), strict=True))
        payer = accounts[payer_id]
        transfers = [
            (entry_id, payer, accounts[claim[1]], fen, purpose)
            for claim, principal, interest in shares
            for fen, purpose in ((principal, "principal"), (interest, "interest"))
            if fen
        ]
        transfers.append((entry_id, house["2301"], house["1301"], principal_fen, "principal"))
        key = f"plain:{loan.number}:{n}"
        entry = ("loan.payment.manual", loan.number, today, today, now, key, "0" * 64, entry_id)
        write_plain(cursor, [entry], transfers)
        payment = _write_payment(loan, n, entry_id, (row_id, principal_fen, interest_fen), now)
        _write_shares(cursor, payment.pk, shares, now)


def _write_payment(
    loan: Loan, n: int, entry_id: int, row: tuple[int, int, int], now: dt.datetime
) -> LoanPayment:
    """Write the handful of rows that are one each, whoever writes them."""
    row_id, principal_fen, interest_fen = row
    today = clock.today()
    payment = LoanPayment.objects.create(
        number=f"RP{loan.number}{n}",
        loan=loan,
        kind=LoanPayment.Kind.MANUAL,
        key=f"plain:{loan.number}:{n}",
        amount_fen=principal_fen + interest_fen,
        principal_fen=principal_fen,
        interest_fen=interest_fen,
        outstanding_after_fen=loan.outstanding_fen - principal_fen,
        paid_on=today,
        value_on=today,
        paid_at=now,
        entry=Entry(pk=entry_id),
    )
    payment.parts.create(instalment_id=row_id, principal_fen=principal_fen, interest_fen=interest_fen)
    Instalment.objects.filter(pk=row_id).update(
        principal_paid_fen=principal_fen, interest_paid_fen=interest_fen, settled_at=now, settled_on=today
    )
    loan.outstanding_fen -= principal_fen
    Loan.objects.filter(pk=loan.pk).update(outstanding_fen=loan.outstanding_fen)
    return payment


def _write_shares(cursor: Any, payment_id: int, shares: list[Any], now: dt.datetime) -> None:
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
    today = clock.today()
    receipts = [
        (payment_id, claim[0], claim[1], principal, interest, 0, today, now)
        for claim, principal, interest in shares
        if principal or interest
    ]
    write_rows(cursor, "lending_claimreceipt", columns, receipts)
    if connection.vendor == "postgresql":
        cursor.execute(
            "UPDATE lending_claim AS claim SET outstanding_fen = claim.outstanding_fen - given.fen"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS given (id, fen) WHERE claim.id = given.id",
            ["{" + ",".join(str(row[at]) for row in receipts) + "}" for at in (1, 3)],
        )
        return
    cursor.executemany(
        "UPDATE lending_claim SET outstanding_fen = outstanding_fen - %s WHERE id = %s",
        [(row[3], row[1]) for row in receipts],
    )
