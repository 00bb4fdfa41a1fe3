"""A borrower's loans as their pages show them, for any number of loans in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import F, QuerySet, Subquery

from accounts.models import BusinessDate, User
from lending.domain.overdue import PrincipalPayment
from lending.domain.terms import Terms
from lending.models import Instalment, Loan, LoanPayment, PaymentPart, ScheduleVersion
from lending.repayment.book import LoanBook, add_waivers
from lending.repayment.dues import LoanDues, collect_dues


@dataclass
class LoanFile:
    """A loan with its instalments in force, its schedules, payments and their parts, oldest first, as of a day."""

    loan: Loan
    as_of: dt.date
    rows: list[Instalment] = field(default_factory=list)
    payments: list[LoanPayment] = field(default_factory=list)
    versions: list[ScheduleVersion] = field(default_factory=list)
    parts: dict[int, list[PaymentPart]] = field(default_factory=lambda: defaultdict(list))
    book: LoanBook = field(init=False)
    dues: LoanDues = field(init=False)

    def open_book(self) -> LoanBook:
        """Make and return the book that payments are counted on."""
        is_owed = self.loan.status in Loan.OWING
        open_rows = [row for row in self.rows if row.settled_at is None] if is_owed else []
        self.book = LoanBook(self.loan, open_rows, [], self.payments)
        value_dates = {payment.pk: payment.value_on for payment in self.payments}
        for parts in self.parts.values():
            for part in parts:
                if part.principal_fen:
                    paid = PrincipalPayment(value_dates[part.payment_id], part.principal_fen)
                    self.book.principal_payments[part.instalment_id].append(paid)
        return self.book

    def bring_up_to_date(self) -> None:
        """Work out what is owed on the day from the whole book; brings the overdue interest of the rows up to it."""
        self.dues = collect_dues(self.book, self.as_of)

    @property
    def contract_terms(self) -> Terms:
        """The terms the loan was paid out under."""
        return Terms.from_dict(self.versions[0].terms) if self.versions else self.loan.schedule_terms

    def terms_of(self, row: Instalment) -> Terms:
        """The terms of the schedule an instalment was drawn by."""
        found = (one.terms for one in self.versions if one.version == row.schedule_version)
        return Terms.from_dict(next(found, self.loan.terms))

    @property
    def overdue_rows(self) -> list[Instalment]:
        return [row for row in self.book.instalments if row.due_on < self.as_of]

    @property
    def overdue_days(self) -> int:
        """Days since the oldest unpaid due date; 0 while nothing is overdue."""
        late = self.overdue_rows
        return (self.as_of - late[0].due_on).days if late else 0

    @property
    def next_row(self) -> Instalment | None:
        """The oldest instalment that still owes anything."""
        return self.book.instalments[0] if self.book.instalments else None

    @property
    def asked_fen(self) -> int:
        """What the loan asks for next: all that is due, else the next instalment."""
        return self.dues.now_fen or self.dues.ahead_fen

    @property
    def own_payments(self) -> list[LoanPayment]:
        """What the borrower paid: interest that a dealer paid is not among it."""
        return [payment for payment in self.payments if payment.kind != LoanPayment.Kind.DEALER]

    @property
    def paid_fen(self) -> int:
        return sum(payment.amount_fen for payment in self.own_payments)

    def dealer_interest_of(self, row: Instalment) -> int:
        """Interest of an instalment that the dealer paid or is still to pay, in fen."""
        dealers = [one.pk for one in self.payments if one.kind == LoanPayment.Kind.DEALER]
        parts = (part for pk in dealers for part in self.parts[pk] if part.instalment_id == row.pk)
        return row.dealer_interest_fen + sum(part.interest_fen for part in parts)

    @property
    def dealer_interest_fen(self) -> int:
        """All interest that the dealer paid or is still to pay."""
        paid = (one for one in self.payments if one.kind == LoanPayment.Kind.DEALER)
        return sum(one.interest_fen for one in paid) + sum(row.dealer_interest_fen for row in self.rows)


def rate_ppm_at(loan: Loan, moment: dt.datetime) -> int:
    """Return the contract rate that a loan bore at an instant: by vote it may have been lowered since."""
    versions = ScheduleVersion.objects.filter(loan=loan, made_at__lte=moment).order_by("-version")
    terms = versions.values_list("terms", flat=True).first()
    return loan.rate_ppm if terms is None else int(terms["annual_rate_ppm"])


def loans_of(borrower: User) -> "QuerySet[Loan]":
    """Return every loan of a borrower."""
    return Loan.objects.filter(borrower=borrower).select_related("product_version")


def open_instalments_of(borrower: User) -> list[Any]:
    """Return what a borrower still has to pay, loan by loan, oldest first, each with the books' `today_on`.

    One query, the business date in it: the card stands on a page of many cards. The caps on borrowing keep it short.
    """
    today = Subquery(BusinessDate.objects.values("today_on")[:1])
    rows = Instalment.objects.filter(
        loan__borrower=borrower, loan__status__in=Loan.OWING, settled_at=None, superseded_at=None
    )
    return list(rows.annotate(today_on=today).select_related("loan").order_by("loan", "n"))


def read_loan_files(loans: Sequence[Loan], as_of: dt.date) -> list[LoanFile]:
    """Return the files of loans in their order, with three queries; loans come with their product version."""
    files = {loan.pk: LoanFile(loan, as_of) for loan in loans}
    if not files:
        return []
    for row in Instalment.objects.filter(loan__in=files, superseded_at=None).order_by("loan", "n"):
        files[row.loan_id].rows.append(row)
    for version in ScheduleVersion.objects.filter(loan__in=files).order_by("loan", "version"):
        files[version.loan_id].versions.append(version)
    # Every payment has a part, so the parts bring their payments along.
    parts = PaymentPart.objects.filter(payment__loan__in=files).select_related("payment", "instalment")
    for _payment_id, group in groupby(
        parts.order_by("payment", "instalment__n"), key=lambda part: part.payment_id
    ):
        found = list(group)
        file = files[found[0].payment.loan_id]
        file.payments.append(found[0].payment)
        file.parts[found[0].payment_id] = found
    for payment in _costs_only(loans):
        files[payment.loan_id].payments.append(payment)
    for file in files.values():
        file.payments.sort(key=lambda payment: payment.pk)
    # What holders waived lowers what may be charged, here as in every other reading of the same debt.
    add_waivers({pk: file.open_book() for pk, file in files.items()})
    for file in files.values():
        file.bring_up_to_date()
    return list(files.values())


def _costs_only(loans: Sequence[Loan]) -> list[LoanPayment]:
    """Return payments that reached no instalment, as costs came first; asks only where a loan went bad."""
    bad = [loan.pk for loan in loans if loan.overdue_since_on or loan.written_off_on]
    return list(LoanPayment.objects.filter(loan__in=bad, costs_fen=F("amount_fen"))) if bad else []
