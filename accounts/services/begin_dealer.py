"""Begin a dealer: a fresh login becomes the owner's."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Dealer, DealerMember, IdentityCheck, User
from accounts.numbers import next_number


def begin_dealer(*, user: User) -> Dealer:
    """Make a fresh customer's login the owner's login of a new dealer, whose papers are still to be filled in.

    A login that owns a dealer already gets that one back. Refuses (`login_in_use`) a login that is a verified
    customer's, a colleague's or another dealer's: money and goods are never managed under one login.
    """
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=user.pk))
        owned = DealerMember.objects.select_related("dealer").filter(
            user=user, left_at__isnull=True, role=DealerMember.Role.OWNER
        )
        if (member := owned.first()) is not None:
            return member.dealer
        take_for_dealer(user)
        at = clock.now()
        dealer = Dealer.objects.create(number=next_number("DL"), created_at=at)
        DealerMember.objects.create(
            number=next_number("DM"), dealer=dealer, user=user, role=DealerMember.Role.OWNER, joined_at=at
        )
        record_event("dealer.begun", subject=dealer, actor=user, data={"owner": user.number})
    return dealer


def take_for_dealer(user: User) -> None:
    """Make a locked login a dealer's; refuses (`login_in_use`) one that is used for something else."""
    works_already = DealerMember.objects.filter(user=user, left_at__isnull=True).exists()
    is_fresh = (
        user.kind == User.Kind.CUSTOMER
        and user.person_id is None
        and not IdentityCheck.objects.filter(user=user).exists()
    )
    if not user.is_active or works_already or not (is_fresh or user.kind == User.Kind.DEALER):
        raise Refused(
            "login_in_use",
            _("This login is used for something else already. Open another one for the company."),
        )
    if user.kind != User.Kind.DEALER:
        user.kind = User.Kind.DEALER
        user.save(update_fields=["kind"])
        record_event("user.became_dealer", subject=user, actor=user)
