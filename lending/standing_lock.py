"""The lock that makes everything counting toward a borrower's limits happen one after the other."""

from accounts.locking import lock_one
from accounts.models import User
from lending.models import BorrowerStanding


def lock_standing(borrower: User) -> BorrowerStanding:
    """Lock the borrower's standing until the transaction ends; a borrower without one gets an ungraded one."""
    BorrowerStanding.objects.get_or_create(borrower=borrower)
    return lock_one(BorrowerStanding.objects.filter(borrower=borrower))
