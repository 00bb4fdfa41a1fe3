"""The owner of a dealer asks somebody to join as a clerk."""

import datetime as dt
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.crypto import blind_index
from accounts.dealers.acting import lock_for_member
from accounts.dealers.policy import member_rules
from accounts.dealers.queries import token_hash
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, DealerInvitation, DealerMember, User
from accounts.numbers import next_number
from accounts.tell import tell_address

A_DAY = dt.timedelta(days=1)


def invite_clerk(*, dealer: Dealer, actor: User, address: str) -> DealerInvitation:
    """Send a link to an e-mail address or a mobile number: for one use, a few days, and whoever holds that address.

    A newer invitation of the same address takes the place of the one before. Refuses (`address_form`) what is
    neither, (`too_many_clerks`), (`too_many_invitations`) in a day; (`not_delivered`) when the provider does not take
    it, and then the invitation may be sent again. Called with no transaction open.
    """
    bare, token = _address(address), secrets.token_urlsafe(32)
    days = member_rules().invitation_days
    invitation = _write_down(dealer, actor, bare, token)
    tell_address(
        "dealer_invitation",
        bare,
        {
            "company": dealer.name,
            "days": days,
            "url": f"{settings.SITE_URL}/dealer/invitations/{token}/",
        },
        actor.language,
    )
    return invitation


def address_index(address: str) -> str:
    """Return the blind index of an address that is or may be invited."""
    return blind_index("dealer-invitation-address", address)


def _address(text: str) -> str:
    bare = text.strip().lower()
    try:
        if "@" not in bare:
            return normalise_phone(bare)
        validate_email(bare)
    except (BadPhone, ValidationError):
        raise Refused(
            "address_form",
            _("Enter a mobile number of mainland China or an e-mail address."),
            field="address",
        ) from None
    return bare


def _write_down(dealer: Dealer, actor: User, address: str, token: str) -> DealerInvitation:
    rules, at = member_rules(), clock.now()
    with transaction.atomic():
        row = lock_for_member(dealer, actor, owner_only=True)
        clerks = DealerMember.objects.filter(
            dealer=row, left_at__isnull=True, role=DealerMember.Role.CLERK
        ).count()
        if clerks >= rules.most_clerks:
            raise Refused("too_many_clerks", _("You have as many clerks as a dealer may have."))
        today = DealerInvitation.objects.filter(dealer=row, invited_at__gt=at - A_DAY).count()
        if today >= rules.invitations_a_day:
            raise Refused("too_many_invitations", _("You have sent many invitations today. Try tomorrow."))
        index = address_index(address)
        DealerInvitation.objects.filter(
            dealer=row, address_index=index, accepted_at__isnull=True, withdrawn_at__isnull=True
        ).update(withdrawn_at=at)
        invitation = DealerInvitation.objects.create(
            number=next_number("DI"),
            dealer=row,
            address=address,
            address_index=index,
            token_hash=token_hash(token),
            invited_by=actor,
            invited_at=at,
            expires_at=at + dt.timedelta(days=rules.invitation_days),
        )
        record_event("dealer.clerk_invited", subject=row, actor=actor, data={"invitation": invitation.number})
    return invitation
