"""Whose wallet a dealer's money lies in."""

from django.utils.translation import gettext as _

from accounts.dealers.queries import owner_of
from accounts.errors import Refused
from accounts.models import Dealer, User


def dealer_login(dealer: Dealer) -> User:
    """Return the owner's login, which holds the dealer's wallet; refuses (`no_owner`) a dealer without one."""
    owner = owner_of(dealer)
    if owner is None:
        raise Refused("no_owner", _("This dealer has no owner who could be paid."))
    return owner
