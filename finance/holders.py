"""In whose name money comes and goes (samename): a verified person, or a dealer's company through its owner's login."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.dealers.queries import membership_of
from accounts.errors import Refused
from accounts.models import Dealer, DealerMember, User
from accounts.onboarding import Unknown, require_known, unknown_of

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


def require_holder(user: User) -> None:
    """Refuse (`identity_needed`) who is not verified, and (`not_admitted`) a dealer that was never admitted."""
    member = membership_of(user) if user.kind == User.Kind.DEALER else None
    holder = _company(member) if user.kind == User.Kind.DEALER else holder_of(user)
    if holder is None:
        raise Refused("identity_needed", _("Please verify your identity first."))
    if member is not None and member.dealer.admitted_at is None:
        raise Refused("not_admitted", _("The company's wallet opens when the dealer is admitted."))


def unknown_of_holder(user: User, *, on: dt.date) -> list[Unknown]:
    """Return what a person must still show before money goes out; a company showed it to be admitted."""
    return [] if user.kind == User.Kind.DEALER else unknown_of(user, on=on)


def require_known_holder(user: User, *, on: dt.date) -> None:
    """Refuse to pay out to a person who has not shown what the rule wants, or to a company that is not admitted."""
    if user.kind == User.Kind.DEALER:
        require_holder(user)
    else:
        require_known(user, on=on)


def _company(member: DealerMember | None) -> Holder | None:
    """Only the owner binds, and only once the company's legal representative is verified."""
    company = member.dealer.organisation if member is not None and member.is_owner else None
    if company is None or company.legal_person_id is None:
        return None
    return Holder(company.legal_name, company.uscc, is_company=True)
