"""Fetching signals, notices and rules of early warning: checked while fetched. Customers and dealers see none."""

from django.http import Http404

from accounts.models import Dealer, User
from lending.models import Loan
from risk.models import SignalRule, WarningNotice, WarningSignal
from risk.services.raise_notice import Subject
from risk.warnings.desk import SEE

SUBJECT = ("loan__borrower__person", "borrower__person", "dealer__organisation")


def access_signal(user: User, number: str) -> WarningSignal:
    """Return a signal to whoever sees warnings; 404 to everybody else."""
    rows = WarningSignal.objects.select_related(*SUBJECT, "rule", "notice", "closed_by")
    found = rows.filter(number=number).first()
    if found is None or not user.has_right(SEE):
        raise Http404
    return found


def access_notice(user: User, number: str) -> WarningNotice:
    """Return a notice to its owner and to whoever sees warnings; 404 to everybody else."""
    rows = WarningNotice.objects.select_related(*SUBJECT, "owner", "raised_by", "closed_by")
    found = rows.filter(number=number).first()
    if found is None or not (found.owner_id == user.pk or user.has_right(SEE)):
        raise Http404
    return found


def access_rule_versions(user: User, code: str) -> list[SignalRule]:
    """Return the versions of a rule, newest first, to whoever sees warnings; 404 where there are none."""
    rows = SignalRule.objects.filter(code=code).select_related("made_by", "checker").order_by("-version")
    found = list(rows) if user.has_right(SEE) else []
    if not found:
        raise Http404
    return found


def find_subject(number: str) -> Subject | None:
    """Return whom a number names: a loan, a dealer, or a borrower."""
    loan = Loan.objects.select_related("borrower__person").filter(number=number).first()
    if loan is not None:
        return Subject(loan=loan)
    dealer = Dealer.objects.select_related("organisation").filter(number=number).first()
    if dealer is not None:
        return Subject(dealer=dealer)
    users = User.objects.select_related("person").filter(kind=User.Kind.CUSTOMER, number=number)
    borrower = users.first()
    return Subject(borrower=borrower) if borrower is not None else None
