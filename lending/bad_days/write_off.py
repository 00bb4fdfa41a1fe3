"""Whether a loan may be written off."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.rules import rule_value
from lending.bad_days.acceleration import is_disputed
from lending.goods.pauses import require_not_paused
from lending.models import LegalStep, Loan
from lending.repayment.book import LoanBook


def check_may_write_off(book: LoanBook, as_of: dt.date) -> None:
    """Refuse a loan that is still counted on; RULES `write.off`.

    Refuses (`goods_returned`), (`written_off`), (`disputed`), (`not_all_due`) while an instalment is still to come,
    (`no_principal`), and (`too_early`) before the legal proceedings are closed or the days of the rule have passed.
    """
    loan = book.loan
    require_not_paused(loan)
    if loan.status != Loan.Status.ACTIVE:
        raise Refused("written_off", _("This loan is written off already."))
    if is_disputed(loan):
        raise Refused("disputed", _("The borrower disputes this loan. That has to be decided first."))
    if any(row.due_on > as_of for row in book.instalments):
        raise Refused("not_all_due", _("Instalments are still to come. The loan has to be called in first."))
    if not loan.outstanding_fen:
        raise Refused("no_principal", _("All principal is repaid; there is nothing to write off."))
    late_days = (as_of - book.instalments[0].due_on).days
    most = rule_value("write.off", on=as_of)["late_days"]
    closed = LegalStep.objects.filter(loan=loan, kind=LegalStep.Kind.LEGAL_CLOSE).exists()
    if not closed and late_days <= most:
        raise Refused(
            "too_early",
            _(
                "A loan is written off after its legal proceedings are closed, or when it is more than "
                "%(days)s days late."
            )
            % {"days": most},
        )
