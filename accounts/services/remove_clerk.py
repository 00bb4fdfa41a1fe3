"""The owner of a dealer takes a clerk off."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import DealerMember, User
from accounts.services.end_sessions import end_sessions


def remove_clerk(*, member: DealerMember, actor: User) -> None:
    """End the membership and every session; refuses (`owner_stays`) the owner, (`member_gone`) a former one."""
    with transaction.atomic():
        dealer = lock_for_member(member.dealer, actor, owner_only=True)
        if member.is_owner:
            raise Refused("owner_stays", _("The owner stays. Call us where the company has a new one."))
        works_here = DealerMember.objects.filter(pk=member.pk, left_at__isnull=True)
        if works_here.update(left_at=clock.now()) != 1:
            raise Refused("member_gone", _("This person does not work for you any more."))
        end_sessions(user=member.user)
        record_event("dealer.clerk_removed", subject=dealer, actor=actor, data={"member": member.number})
