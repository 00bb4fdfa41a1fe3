"""Which loans have a bound card that may be debited."""

from django.db.models import QuerySet

from finance.models import BankCard
from lending.models import DebitMandate


def mandates_in_force() -> QuerySet[DebitMandate]:
    """Return the mandates neither revoked nor left without their card; at most one a loan."""
    return DebitMandate.objects.filter(revoked_at=None, card__status=BankCard.Status.VERIFIED)
