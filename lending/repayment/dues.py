"""What a loan owes on a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from finance.domain.money import MAX_FEN, PPM
from lending.domain.allocation import Component, Due
from lending.domain.overdue import charge_ceiling_fen, overdue_interest
from lending.domain.settlement import OpenInstalment, Settlement, settle
from lending.models import Instalment, LoanPayment
from lending.repayment.book import LoanBook


@dataclass(frozen=True)
class LoanDues:
    """What is due now, and the next instalment that may be paid ahead (nothing, where the last one is due)."""

    as_of: dt.date
    now: list[Due]
    ahead: list[Due]

    @property
    def now_fen(self) -> int:
        return sum(due.total_fen for due in self.now)

    @property
    def ahead_fen(self) -> int:
        return sum(due.total_fen for due in self.ahead)

    @property
    def payable_fen(self) -> int:
        """The most that can be paid by hand; more than that is an early settlement."""
        return self.now_fen + self.ahead_fen


def collect_dues(book: LoanBook, as_of: dt.date) -> LoanDues:
    """Return what the borrower owes at the end of a day; brings the overdue interest of its rows up to that day.

    Interest that a dealer pays in the borrower's place is not the borrower's.
    """
    refresh_overdue(book, as_of)
    now = [_due(row) for row in book.instalments if row.due_on <= as_of]
    ahead = [_due(row) for row in book.instalments if row.due_on > as_of][:1]
    # Costs of realising the claim stand before everything (CC 561), so with whatever is paid first.
    first = now or ahead
    if first and book.loan.costs_owed_fen:
        first[0] = first[0]._replace(costs_fen=book.loan.costs_owed_fen)
    return LoanDues(as_of, now, ahead)


def settlement_of(book: LoanBook, as_of: dt.date, *, bears_early_fee: bool = True) -> Settlement:
    """Return the figure that closes the loan on a day, with the sum behind each line; a return bears no early fee."""
    refresh_overdue(book, as_of)
    early_fee_ppm = book.loan.product_version.early_fee_ppm if bears_early_fee else 0
    return settle(book.loan.schedule_terms, open_rows(book), as_of, early_fee_ppm)


def borrower_settlement_of(book: LoanBook, as_of: dt.date) -> Settlement:
    """Return the same as the borrower pays it: less the interest that a dealer has set aside, in lines of its own."""
    refresh_overdue(book, as_of)
    rows = [_open_row(row)._replace(dealer_interest_fen=row.dealer_interest_fen) for row in book.instalments]
    return settle(book.loan.schedule_terms, rows, as_of, book.loan.product_version.early_fee_ppm)


def dealers_interest_in(settlement: Settlement, book: LoanBook) -> dict[int, int]:
    """Return by instalment id the interest a dealer owes by the figure that ends a loan or draws it anew; fen."""
    ids = {row.n: row.pk for row in book.instalments}
    return {ids[line.n]: -line.amount_fen for line in settlement.lines if line.code == "interest_of_dealer"}


def open_rows(book: LoanBook) -> list[OpenInstalment]:
    """Return the loan's open instalments as the arithmetic takes them."""
    return [_open_row(row) for row in book.instalments]


def refresh_overdue(book: LoanBook, as_of: dt.date) -> None:
    """Bring the overdue interest of late rows up to the end of a day, in memory, within the legal ceiling.

    Derived from the dated payments, not added up day by day, so that any number of closes, a late one or a back-dated
    receipt, gives the same figure. RULES `rate.cap`: over the life nothing above Σ outstanding × cap × days / 365.
    """
    as_of = min(as_of, book.loan.debit_asked_on or as_of)
    late = [row for row in book.instalments if row.due_on < as_of]
    if not late:
        return
    room_fen = max(0, _ceiling_fen(book, as_of) - _other_charges_fen(book, as_of))
    for row in late:
        borne = overdue_interest(
            due_on=row.due_on,
            # What was waived bears nothing, from the first day on: else the others would bear the holder's gift.
            principal_fen=row.principal_fen - row.principal_not_owed_fen,
            payments=book.principal_payments.get(row.pk, []),
            rule=book.overdue_rule,
            as_of=as_of,
        )
        row.late_contract_fen_days = borne.contract_fen_days
        row.late_overdue_fen_days = borne.overdue_fen_days
        most_fen = min(borne.total_fen, room_fen, _product_most_fen(book, row))
        row.overdue_interest_fen = max(row.overdue_interest_paid_fen, most_fen)
        room_fen -= min(room_fen, row.overdue_interest_fen)


def _product_most_fen(book: LoanBook, row: Instalment) -> int:
    """Return the most overdue interest the product lets an instalment bear; its principal and more for no limit."""
    most_ppm = book.loan.product_version.overdue_most_ppm
    return row.principal_fen * most_ppm // PPM if most_ppm else MAX_FEN


def _ceiling_fen(book: LoanBook, as_of: dt.date) -> int:
    """Return the most that may have been charged by a day, from the principal outstanding day by day."""
    spans, since, outstanding_fen = [], book.loan.disbursed_on, book.loan.principal_fen
    falls = [(payment.value_on, payment.principal_fen) for payment in book.payments]
    falls += [(on, fen) for _claim_id, on, fen in book.principal_waivers]
    for on, fen in sorted(falls):
        if on > as_of:
            break
        spans.append((outstanding_fen, (on - since).days))
        since, outstanding_fen = on, outstanding_fen - fen
    spans.append((outstanding_fen, (as_of - since).days))
    return charge_ceiling_fen(spans, book.loan.cap_rate_ppm)


def _other_charges_fen(book: LoanBook, as_of: dt.date) -> int:
    """Return interest and fees paid or due by a day, and the overdue interest of instalments that are done with."""
    charged_fen = sum(_charged_fen(payment) for payment in book.payments)
    due = [row for row in book.instalments if row.due_on <= as_of]
    open_overdue_fen = sum(row.overdue_interest_paid_fen for row in book.instalments)
    return charged_fen - open_overdue_fen + sum(row.unpaid_interest_fen + row.unpaid_fee_fen for row in due)


def _charged_fen(payment: LoanPayment) -> int:
    return payment.amount_fen - payment.principal_fen - payment.costs_fen


def _due(row: Instalment) -> Due:
    return Due(
        n=row.n,
        interest_fen=row.borrower_interest_fen,
        principal_fen=row.unpaid_principal_fen,
        overdue_interest_fen=row.unpaid_overdue_interest_fen,
        service_fee_fen=row.unpaid_fee_fen,
    )


def _open_row(row: Instalment) -> OpenInstalment:
    return OpenInstalment(
        n=row.n,
        starts_on=row.starts_on,
        due_on=row.due_on,
        principal_fen=row.principal_fen - row.principal_not_owed_fen,
        interest_fen=row.interest_fen - row.interest_not_owed_fen,
        fee_fen=row.fee_fen - row.fee_not_owed_fen,
        days=row.days,
        carried_fen=row.carried_fen,
        paid_principal_fen=row.principal_paid_fen,
        paid_interest_fen=row.interest_paid_fen,
        paid_fee_fen=row.fee_paid_fen,
        overdue_interest_fen=row.unpaid_overdue_interest_fen,
    )


def allocation_order(names: Sequence[str]) -> list[Component]:
    """Return a product's allocation order as components; costs of realising the claim come first where unnamed."""
    order = [Component(name) for name in names]
    return order if Component.COSTS in order else [Component.COSTS, *order]
