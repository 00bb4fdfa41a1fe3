"""The owner sends the dealer's papers in."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.dealers.messages import tell_dealer
from accounts.dealers.path import missing_steps
from accounts.errors import Refused
from accounts.models import Dealer, User
from accounts.states import move


def send_dealer_in(*, dealer: Dealer, actor: User) -> None:
    """Hand the papers to the company for vetting, in a new round; refuses (`papers_missing`) while a step is open."""
    with transaction.atomic():
        row = lock_for_member(dealer, actor, owner_only=True, filling=True)
        missing = missing_steps(row)
        if missing:
            raise Refused(
                "papers_missing", _("This is still missing: %(step)s.") % {"step": missing[0].label}
            )
        move(
            row,
            Dealer.Status.VETTING,
            actor=actor,
            data={"round": row.round + 1},
            round=row.round + 1,
            sent_in_at=clock.now(),
            reason="",
        )
        tell_dealer(row, "dealer_vetting")
