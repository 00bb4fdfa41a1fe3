"""Ask the borrower of a sampled loan what its money was used for."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from lending.models import Loan
from risk.models import UseEvidence
from risk.services.ask_use_evidence import ask
from risk.use_evidence.rules import use_rule


def ask_sampled_loan(*, loan: Loan, actor: User) -> UseEvidence:
    """Ask the borrower of a loan that was drawn into the sample.

    Refuses (`not_sampled`) a loan of a line that shows no evidence or that has ended, and (`asked`) one already asked.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = Loan.objects.select_related("borrower", "product_version__product").get(pk=loan.pk)
        days = use_rule(today).days_of_sample(row)
        if days is None or row.status != Loan.Status.ACTIVE:
            raise Refused("not_sampled", _("No evidence is asked of this loan."))
        evidence = ask(row, UseEvidence.Why.SAMPLE, today, days, actor)
        if evidence is None:
            raise Refused("asked", _("The borrower was asked already."))
    return evidence
