"""What a holder may be asked to let a borrower off."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.errors import Refused
from finance.domain.money import split
from lending.bad_days.acceleration import is_disputed
from lending.models import Claim, Instalment
from lending.repayment.book import LoanBook


def check_may_waive(
    book: LoanBook, claim_number: str, principal_fen: int, interest_fen: int, as_of: dt.date
) -> Claim:
    """Return the claim, or refuse.

    Refuses (`not_late`) a loan that is not overdue, (`disputed`), (`not_all_due`) while an instalment is still to come,
    (`no_claim`), (`nothing`), and (`too_much`) more than the claim has outstanding, or than its part of interest of
    which nothing was paid yet.
    """
    if book.loan.overdue_since_on is None:
        raise Refused("not_late", _("This loan is not overdue."))
    if is_disputed(book.loan):
        raise Refused("disputed", _("The borrower disputes this loan. That has to be decided first."))
    if any(row.due_on > as_of for row in book.instalments):
        raise Refused("not_all_due", _("Instalments are still to come. The loan has to be called in first."))
    claim = next((one for one in book.claims if one.number == claim_number), None)
    if claim is None:
        raise Refused("no_claim", _("This loan has no such claim."), field="claim")
    if principal_fen + interest_fen <= 0:
        raise Refused("nothing", _("Say how much would be waived."), field="principal_fen")
    if principal_fen > claim.outstanding_fen:
        raise Refused("too_much", _("The claim has less outstanding."), field="principal_fen")
    if interest_fen > sum(interest_of(book, claim).values()):
        raise Refused("too_much", _("The claim's part of the unpaid interest is less."), field="interest_fen")
    return claim


def interest_of(book: LoanBook, claim: Claim) -> dict[int, int]:
    """Return what a claim may waive of the interest, by instalment: of rows nothing of whose interest was paid yet."""
    found = {}
    for row in book.instalments:
        if row.interest_paid_fen or not row.unpaid_interest_fen:
            continue
        waived = book.interest_waivers.get(row.pk, {})
        owed_fen = row.unpaid_interest_fen + sum(waived.values())
        at_start = book.outstanding_after(row.starts_on, with_waived=True)
        numbers = sorted(at_start)
        share = dict(zip(numbers, split(owed_fen, [at_start[one] for one in numbers]), strict=True))
        found[row.pk] = share[claim.number] - waived.get(claim.number, 0)
    return found


def lay_waiver(
    book: LoanBook, claim: Claim, principal_fen: int, interest_fen: int
) -> list[tuple[Instalment, int, int]]:
    """Return what a waiver takes off each instalment: principal in proportion, interest of the oldest first."""
    owed = [row.unpaid_principal_fen for row in book.instalments]
    principal = split(principal_fen, owed) if principal_fen else [0] * len(owed)
    may = interest_of(book, claim) if interest_fen else {}
    laid = []
    for row, off_fen in zip(book.instalments, principal, strict=True):
        interest_off_fen = min(interest_fen, may.get(row.pk, 0))
        interest_fen -= interest_off_fen
        if off_fen or interest_off_fen:
            laid.append((row, off_fen, interest_off_fen))
    return laid
