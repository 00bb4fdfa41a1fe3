"""The governor at work: asked under the locks that keep what it was told true until the contact is written."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_names, lock_one
from accounts.models import User
from lending.models import Loan
from risk.collections.rules import work_rule
from risk.collections.standing import verdict_of
from risk.collections.words import refusal_words
from risk.domain.contact_governor import DEBTOR
from risk.models import CollectionCase


def lock_and_ask(
    case: CollectionCase, *, channel: str, officer: User, party: str = DEBTOR
) -> tuple[CollectionCase, str]:
    """Return the locked case and its stage, or refuse with the governor's weightiest code and all of this module.

    One name for each debtor keeps two officers from both taking the last call of a day; the loan's lock waits for a
    payment that is being posted, so that nobody calls about what was paid a moment ago.
    """
    borrower = case.loan.borrower
    if officer.pk == borrower.pk or (
        officer.person_id is not None and officer.person_id == borrower.person_id
    ):
        raise Refused("own_loan", _("Nobody collects a loan of their own."))
    lock_names(f"collection:debtor:{borrower.pk}")
    row = lock_one(CollectionCase.objects.filter(pk=case.pk))
    row.loan = lock_one(Loan.objects.filter(pk=row.loan_id))
    verdict = verdict_of(row, channel=channel, at=clock.now(), party=party)
    if not verdict.is_allowed:
        raise Refused(verdict.codes[0], refusal_words(verdict.codes))
    return row, work_rule().stage_on(row.loan.overdue_since_on or row.overdue_since_on, clock.today())
