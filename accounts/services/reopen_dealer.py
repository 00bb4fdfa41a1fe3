"""The owner applies again with a company whose application was withdrawn."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused, StaleState
from accounts.models import Dealer, User
from accounts.states import move


def reopen_dealer(*, dealer: Dealer, actor: User) -> None:
    """Open the papers again as they were; they are vetted in a new round once they are sent in.

    Refuses (StaleState) an application that was not withdrawn, (`uscc_taken`) a company that came to us by another
    login meanwhile.
    """
    try:
        with transaction.atomic():
            row = lock_for_member(dealer, actor, owner_only=True, also=(Dealer.Status.WITHDRAWN,))
            if row.status != Dealer.Status.WITHDRAWN:
                raise StaleState("stale_state", _("The application is open already."))
            move(row, Dealer.Status.APPLIED, actor=actor, reason="", ended_at=None)
    except IntegrityError:
        raise Refused(
            "uscc_taken", _("This company is with us already. Ask its owner for an invitation, or call us.")
        ) from None
