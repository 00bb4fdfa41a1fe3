"""A borrower's statement of one loan: what was paid on it, entry by entry, and what is still to come."""

from django.utils.translation import gettext as _

from accounts.web.formats import rate
from accounts.web.statement_file import Line, Section, Statement
from finance.models import Entry
from lending.labels import method_label, periods_label
from lending.models import LoanPayment
from lending.queries.claim_period import entry_number
from lending.queries.loans import LoanFile


def loan_statement(file: LoanFile) -> Statement:
    """Return the statement as of the file's day; raises ValueError if it does not add up."""
    loan = file.loan
    return Statement(
        title=_("Statement of a loan"),
        name=f"loan-{loan.number}-{file.as_of:%Y%m%d}",
        facts=[
            (_("Loan"), loan.number),
            (_("Product"), loan.product_version.name),
            (_("Interest"), _("%(rate)s a year") % {"rate": rate(loan.rate_ppm)}),
            (_("Repayment"), f"{method_label(loan.method)} · {periods_label(loan.periods)}"),
            (_("Made on"), file.as_of.isoformat()),
        ],
        sections=[_payments_section(file), _coming_section(file)],
    )


def _payments_section(file: LoanFile) -> Section:
    loan = file.loan
    entries = Entry.objects.in_bulk([payment.entry_id for payment in file.payments])
    paid_out = (
        Entry.objects.filter(reference=loan.number, kind="loan.disbursed")
        .values_list("pk", flat=True)
        .first()
    )
    first = Line(
        (
            loan.disbursed_on.isoformat(),
            entry_number(loan.disbursed_on, paid_out),
            _("Paid out"),
            loan.number,
        ),
        (loan.principal_fen, 0, 0, 0, 0, 0),
    )
    lines = [first, *(_payment_line(payment, entries[payment.entry_id]) for payment in file.payments)]
    paid = tuple(sum(line.amounts[at] for line in lines) for at in range(1, 6))
    return Section(
        letter="P",
        title=_("Payments"),
        texts=[_("Day"), _("Entry"), _("What for"), _("Payment number")],
        amounts=[
            _("Principal left"),
            _("Principal paid"),
            _("Interest"),
            _("Overdue interest"),
            _("Fees"),
            _("Total paid"),
        ],
        lines=lines,
        opening=(0,) * 6,
        closing=(loan.outstanding_fen, *paid),
    )


def _payment_line(payment: LoanPayment, entry: Entry) -> Line:
    fees_fen = payment.fee_fen + payment.early_fee_fen + payment.costs_fen
    return Line(
        (payment.paid_on.isoformat(), entry.number, str(payment.get_kind_display()), payment.number),
        (
            -payment.principal_fen,
            payment.principal_fen,
            payment.interest_fen,
            payment.overdue_interest_fen,
            fees_fen,
            payment.amount_fen,
        ),
    )


def _coming_section(file: LoanFile) -> Section:
    rows = file.book.instalments
    return Section(
        letter="D",
        title=_("Still to pay by the schedule"),
        texts=[_("No."), _("Due on")],
        amounts=[_("Principal"), _("Interest"), _("Overdue interest"), _("Fees"), _("Total")],
        lines=[
            Line(
                (str(row.n), row.due_on.isoformat()),
                (
                    row.unpaid_principal_fen,
                    row.borrower_interest_fen,
                    row.unpaid_overdue_interest_fen,
                    row.unpaid_fee_fen,
                    row.borrower_unpaid_fen,
                ),
            )
            for row in rows
        ],
    )
