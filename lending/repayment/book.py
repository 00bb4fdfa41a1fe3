"""A loan with everything that a payment reads and changes, for any number of loans in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from accounts.locking import lock
from lending.domain.overdue import OverdueRule, PrincipalPayment
from lending.models import (
    Claim,
    ClaimReceipt,
    ClaimSale,
    Instalment,
    Loan,
    LoanPayment,
    PaymentPart,
    ProductVersion,
    WaiverPart,
)


@dataclass
class LoanBook:
    """One loan, its open instalments (oldest first), its claims by number, and what was paid so far."""

    loan: Loan
    instalments: list[Instalment] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    payments: list[LoanPayment] = field(default_factory=list)
    principal_payments: dict[int, list[PrincipalPayment]] = field(default_factory=lambda: defaultdict(list))
    # Principal that came to a claim on a day: what the claim had outstanding on any earlier day follows from it. What
    # a sale hands on to the buyer's claim stands here too.
    principal_receipts: list[tuple[int, dt.date, int]] = field(default_factory=list)

    # What holders waived: of principal by claim and day, of interest by instalment and claim.
    principal_waivers: list[tuple[int, dt.date, int]] = field(default_factory=list)
    interest_waivers: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def overdue_rule(self) -> OverdueRule:
        return OverdueRule(self.loan.rate_ppm, self.loan.overdue_rate_ppm, self.loan.grace_days)

    @property
    def owner_ids(self) -> set[int]:
        """Whose wallets a payment touches: the borrower's and the holders'."""
        return {self.loan.borrower_id, *(claim.holder_id for claim in self.claims)}

    def outstanding_now(self) -> dict[str, int]:
        """Return each claim's outstanding principal, by claim number."""
        return {claim.number: claim.outstanding_fen for claim in self.claims}

    def outstanding_after(self, day: dt.date, *, with_waived: bool = False) -> dict[str, int]:
        """Return what each claim had outstanding at the end of a day, by claim number; interest was earned on waived
        principal too, overdue interest was not.
        """
        later: dict[int, int] = defaultdict(int)
        for claim_id, on, principal_fen in [
            *self.principal_receipts,
            *(self.principal_waivers if with_waived else []),
        ]:
            if on > day:
                later[claim_id] += principal_fen
        return {claim.number: claim.outstanding_fen + later[claim.pk] for claim in self.claims}


def lock_books(loan_ids: Iterable[int]) -> list[LoanBook]:
    """Lock loans still owed with their open instalments and claims, in the house order; paid ones are left out."""
    loans = lock(Loan.objects.filter(pk__in=list(loan_ids), status__in=Loan.OWING))
    ids = [loan.pk for loan in loans]
    instalments = lock(_open_instalments(ids))
    claims = lock(_claims(ids))
    return _assemble(loans, instalments, claims)


def read_books(loan_ids: Iterable[int]) -> list[LoanBook]:
    """Return the same without locks, for quotes and pages."""
    loans = list(Loan.objects.filter(pk__in=list(loan_ids), status__in=Loan.OWING).order_by("pk"))
    ids = [loan.pk for loan in loans]
    return _assemble(loans, list(_open_instalments(ids)), list(_claims(ids)))


def _open_instalments(loan_ids: list[int]) -> "QuerySet[Instalment]":
    return Instalment.objects.filter(loan__in=loan_ids, superseded_at=None, settled_at=None).order_by("pk")


def _claims(loan_ids: list[int]) -> "QuerySet[Claim]":
    return Claim.objects.filter(loan__in=loan_ids, status__in=Claim.OWED).order_by("pk")


def _assemble(loans: list[Loan], instalments: list[Instalment], claims: list[Claim]) -> list[LoanBook]:
    versions = ProductVersion.objects.in_bulk({loan.product_version_id for loan in loans})
    for loan in loans:
        loan.product_version = versions[loan.product_version_id]
    books = {loan.pk: LoanBook(loan) for loan in loans}
    for row in sorted(instalments, key=lambda row: row.n):
        books[row.loan_id].instalments.append(row)
    for claim in sorted(claims, key=lambda claim: claim.number):
        books[claim.loan_id].claims.append(claim)
    for payment in LoanPayment.objects.filter(loan__in=list(books)).order_by("pk"):
        books[payment.loan_id].payments.append(payment)
    _add_principal_payments(books, instalments)
    _add_principal_receipts(books)
    add_waivers(books)
    return list(books.values())


def _add_principal_payments(books: dict[int, LoanBook], instalments: list[Instalment]) -> None:
    part_paid = [row.pk for row in instalments if row.principal_paid_fen]
    parts = PaymentPart.objects.filter(instalment__in=part_paid, principal_fen__gt=0)
    for loan_id, instalment_id, value_on, principal_fen in parts.values_list(
        "payment__loan_id", "instalment_id", "payment__value_on", "principal_fen"
    ):
        books[loan_id].principal_payments[instalment_id].append(PrincipalPayment(value_on, principal_fen))


def _add_principal_receipts(books: dict[int, LoanBook]) -> None:
    """Fetch what came after the oldest open period began; earlier receipts change no share."""
    starts = {loan_id: book.instalments[0].starts_on for loan_id, book in books.items() if book.instalments}
    if not starts:
        return
    receipts = (
        ClaimReceipt.objects.filter(
            claim__loan__in=list(starts), principal_fen__gt=0, received_on__gt=min(starts.values())
        )
        .values("claim__loan_id", "claim_id", "received_on")
        .annotate(fen=Sum("principal_fen"))
        .order_by()
    )
    for row in receipts:
        books[row["claim__loan_id"]].principal_receipts.append(
            (row["claim_id"], row["received_on"], row["fen"])
        )
    sales = ClaimSale.objects.filter(
        loan__in=list(starts), traded_on__gt=min(starts.values()), earlier_fen__gt=0
    )
    for loan_id, *moved in sales.values_list("loan", "claim", "bought_claim", "traded_on", "earlier_fen"):
        books[loan_id].principal_receipts += handed_on(*moved)


def handed_on(
    claim_id: int, bought_claim_id: int, on: dt.date, earlier_fen: int
) -> list[tuple[int, dt.date, int]]:
    """Return what a sale hands on of principal that came earlier in its period: off the seller, to the buyer."""
    return [(claim_id, on, -earlier_fen), (bought_claim_id, on, earlier_fen)]


def add_waivers(books: dict[int, LoanBook]) -> None:
    """Fetch what holders waived; only open rows that are not owed in full can have any."""
    touched = [
        loan_id
        for loan_id, book in books.items()
        if any(row.principal_not_owed_fen or row.interest_not_owed_fen for row in book.instalments)
    ]
    if not touched:
        return
    parts = WaiverPart.objects.filter(waiver__loan__in=touched).select_related("waiver__claim").order_by("pk")
    for part in parts:
        waiver = part.waiver
        book = books[waiver.loan_id]
        if part.principal_fen and waiver.ended_on:
            book.principal_waivers.append((waiver.claim_id, waiver.ended_on, part.principal_fen))
        if part.interest_fen:
            of_row = book.interest_waivers[part.instalment_id]
            of_row[waiver.claim.number] = of_row.get(waiver.claim.number, 0) + part.interest_fen
