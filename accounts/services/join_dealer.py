"""Somebody who was invited joins a dealer as a clerk."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.queries import token_hash
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Dealer, DealerInvitation, DealerMember, User
from accounts.numbers import next_number
from accounts.services.begin_dealer import take_for_dealer
from accounts.services.invite_clerk import address_index


def join_dealer(*, token: str, user: User) -> DealerMember:
    """Use the invitation up and make the login a clerk's; its role is never taken from what was sent.

    Refuses (`invitation_over`) a link that is unknown, used, taken back or too old, or of a dealer that may not act;
    (`invitation_of_another`) a login that does not hold the address it was sent to; what `take_for_dealer` refuses.
    """
    found = DealerInvitation.objects.filter(token_hash=token_hash(token)).first()
    if found is None:
        raise _over()
    return use_invitation(invitation=found, user=user)


def use_invitation(*, invitation: DealerInvitation, user: User) -> DealerMember:
    """Do what the holder of the link asked for; refuses as `join_dealer` does."""
    with transaction.atomic():
        dealer = lock_one(Dealer.objects.filter(pk=invitation.dealer_id))
        user = lock_one(User.objects.filter(pk=user.pk))
        at = clock.now()
        still_open = DealerInvitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
        )
        if not dealer.is_acting or not still_open.exists():
            raise _over()
        if not holds_address(invitation, user):
            raise Refused(
                "invitation_of_another",
                _("Sign in with the e-mail address or mobile number that the invitation was sent to."),
            )
        take_for_dealer(user)
        if still_open.update(accepted_at=at, accepted_by=user) != 1:
            raise _over()
        member = DealerMember.objects.create(
            number=next_number("DM"), dealer=dealer, user=user, role=DealerMember.Role.CLERK, joined_at=at
        )
        record_event(
            "dealer.clerk_joined",
            subject=dealer,
            actor=user,
            data={"member": member.number, "invitation": invitation.number},
        )
    return member


def holds_address(invitation: DealerInvitation, user: User) -> bool:
    """Tell whether a login has proved the address that an invitation was sent to."""
    return invitation.address_index in _proved_addresses(user)


def _over() -> Refused:
    return Refused("invitation_over", _("This invitation is used, taken back or too old. Ask for a new one."))


def _proved_addresses(user: User) -> set[str]:
    """Return the indexes of the addresses that the login has proved to hold."""
    emails = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    phones = [user.phone] if user.phone and user.phone_verified_at else []
    return {address_index(address.lower()) for address in (*emails, *phones)}
