"""In whose name money comes and goes (samename): a verified person, or a dealer's company through its owner's login."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.dealers.queries import membership_of
from accounts.errors import Refused
from accounts.models import Dealer, DealerMember, User

# In vetting somebody of the company looks at the account that was named; it must not be another one afterwards.
CHANGEABLE = (Dealer.Status.APPLIED, Dealer.Status.RETURNED, Dealer.Status.ACTIVE)


@dataclass(frozen=True)
class Holder:
    """The name the bank compares, and the number it knows the person or the company by."""

    name: str
    identity_number: str
    is_company: bool = False


def holder_of(user: User) -> Holder | None:
    """Return who a login's cards or accounts must belong to; None where that is not verified yet."""
    if user.kind == User.Kind.DEALER:
        return _company(membership_of(user))
    if user.identity_verified_at is None or user.person is None:
        return None
    return Holder(user.person.real_name, user.person.identity_number)


def require_may_change(user: User) -> None:
    """Refuse (`account_fixed`) a dealer whose papers are being vetted, or that is suspended or over."""
    if user.kind != User.Kind.DEALER:
        return
    member = membership_of(user)
    if member is None or member.dealer.status not in CHANGEABLE:
        raise Refused("account_fixed", _("The settlement account cannot be changed now."))


def _company(member: DealerMember | None) -> Holder | None:
    """Only the owner binds, and only once the company's legal representative is verified."""
    company = member.dealer.organisation if member is not None and member.is_owner else None
    if company is None or company.legal_person_id is None:
        return None
    return Holder(company.legal_name, company.uscc, is_company=True)
