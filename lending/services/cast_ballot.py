"""A holder votes on a restructure beyond the mandate."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import HolderBallot, Restructure


def cast_ballot(*, number: str, holder: User, is_yes: bool) -> Restructure:
    """Say yes or no for all of the holder's claims; until the vote ends the answer may be changed.

    Refuses (`vote_over`), and (`no_ballot`) whoever holds none.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(Restructure.objects.filter(number=number))
        if row.status != Restructure.Status.VOTING or not row.vote_until_on or row.vote_until_on < today:
            raise Refused("vote_over", _("This vote is over."))
        ballots = HolderBallot.objects.filter(restructure=row, holder=holder)
        if not ballots.update(is_yes=is_yes, cast_at=clock.now()):
            raise Refused("no_ballot", _("You have no vote on this."))
        record_event("restructure.ballot_cast", subject=row, actor=holder, data={"is_yes": is_yes})
    return row
