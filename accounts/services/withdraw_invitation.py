"""Take an invitation back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import DealerInvitation, User


def withdraw_invitation(*, invitation: DealerInvitation, actor: User) -> None:
    """Make the link useless; refuses (`invitation_over`) one that was used or taken back."""
    with transaction.atomic():
        dealer = lock_for_member(invitation.dealer, actor, owner_only=True)
        still_open = DealerInvitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
        )
        if still_open.update(withdrawn_at=clock.now()) != 1:
            raise Refused("invitation_over", _("This invitation was used or taken back already."))
        record_event(
            "dealer.invitation_withdrawn", subject=dealer, actor=actor, data={"invitation": invitation.number}
        )
