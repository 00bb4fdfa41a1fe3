"""Tick an item of a dealer's checklist."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_office
from accounts.dealers.path import is_step_done
from accounts.dealers.policy import checklist
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, DealerCheck, User


def check_dealer(*, dealer: Dealer, actor: User, code: str, note: str) -> DealerCheck:
    """Write down who saw what and when; whoever ticks the first item looks after the dealer from then on.

    Refuses (`item_unknown`), (`note_missing`), (`step_open`) an item whose papers are not there, (`already_checked`).
    """
    item = next((one for one in checklist() if one.code == code), None)
    if item is None:
        raise Refused("item_unknown", _("The checklist has no such item."))
    if not note.strip():
        raise Refused("note_missing", _("Write down what you saw."), field="note")
    try:
        with transaction.atomic():
            row = lock_for_office(dealer, Dealer.Status.VETTING)
            if not is_step_done(row, item.step):
                raise Refused("step_open", _("The dealer's papers for this are not complete."))
            check = DealerCheck.objects.create(
                dealer=row,
                round=row.round,
                code=code,
                note=note.strip(),
                checked_by=actor,
                checked_at=clock.now(),
            )
            Dealer.objects.filter(pk=row.pk, manager__isnull=True).update(manager=actor)
            record_event("dealer.checked", subject=row, actor=actor, data={"item": code, "round": row.round})
    except IntegrityError:
        raise Refused("already_checked", _("Somebody has ticked this item already.")) from None
    return check
