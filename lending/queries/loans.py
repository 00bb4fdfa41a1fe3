"""A borrower's loans as their pages show them, for any number of loans in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet

from accounts.models import User
from lending.domain.overdue import PrincipalPayment
from lending.models import Instalment, Loan, LoanPayment, PaymentPart
from lending.repayment.book import LoanBook
from lending.repayment.dues import LoanDues, collect_dues


@dataclass
class LoanFile:
    """A loan with all its instalments in force, its payments and their parts, oldest first, as of a day."""

    loan: Loan
    as_of: dt.date
    rows: list[Instalment] = field(default_factory=list)
    payments: list[LoanPayment] = field(default_factory=list)
    parts: dict[int, list[PaymentPart]] = field(default_factory=lambda: defaultdict(list))
    book: LoanBook = field(init=False)
    dues: LoanDues = field(init=False)

    def bring_up_to_date(self) -> None:
        """Make the book that payments are counted on; brings the overdue interest of the rows up to the day."""
        is_active = self.loan.status == Loan.Status.ACTIVE
        open_rows = [row for row in self.rows if row.settled_at is None] if is_active else []
        self.book = LoanBook(self.loan, open_rows, [], self.payments)
        value_dates = {payment.pk: payment.value_on for payment in self.payments}
        for parts in self.parts.values():
            for part in parts:
                if part.principal_fen:
                    paid = PrincipalPayment(value_dates[part.payment_id], part.principal_fen)
                    self.book.principal_payments[part.instalment_id].append(paid)
        self.dues = collect_dues(self.book, self.as_of)

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
    def paid_fen(self) -> int:
        return sum(payment.amount_fen for payment in self.payments)


def loans_of(borrower: User) -> "QuerySet[Loan]":
    """Return every loan of a borrower."""
    return Loan.objects.filter(borrower=borrower).select_related("product_version")


def active_loans_of(borrower: User) -> list[Loan]:
    """Return the loans a borrower is repaying; the caps on borrowing keep them few."""
    return list(loans_of(borrower).filter(status=Loan.Status.ACTIVE).order_by("pk"))


def read_loan_files(loans: Sequence[Loan], as_of: dt.date) -> list[LoanFile]:
    """Return the files of loans in their order, with three queries; loans come with their product version."""
    files = {loan.pk: LoanFile(loan, as_of) for loan in loans}
    if not files:
        return []
    for row in Instalment.objects.filter(loan__in=files, superseded_at=None).order_by("loan", "n"):
        files[row.loan_id].rows.append(row)
    for payment in LoanPayment.objects.filter(loan__in=files).order_by("pk"):
        files[payment.loan_id].payments.append(payment)
    parts = PaymentPart.objects.filter(payment__loan__in=files).order_by("payment", "instalment__n")
    loan_of = {payment.pk: loan_id for loan_id, file in files.items() for payment in file.payments}
    for payment_id, group in groupby(parts, key=lambda part: part.payment_id):
        files[loan_of[payment_id]].parts[payment_id] = list(group)
    for file in files.values():
        file.bring_up_to_date()
    return list(files.values())
