"""End an absence before its last day."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import Deputyship, User
from accounts.staff.asking import may_ask_about
from accounts.states import move


def may_end(user: User, row: Deputyship) -> bool:
    """Tell whether this login may end it: the absent colleague who is back, the deputy, or who may ask for it."""
    return user.pk in (row.principal_id, row.deputy_id) or may_ask_about(user, row.principal)


def end_deputyship(*, deputyship: Deputyship, actor: User) -> Deputyship:
    """Take the rights back at once; giving up rights needs nobody's approval. Refuses (`not_yours`) anybody else."""
    with transaction.atomic():
        row = lock_one(Deputyship.objects.filter(pk=deputyship.pk))
        if not may_end(actor, row):
            raise Refused("not_yours", _("Only the two of them or the head of the department end this."))
        if row.status == Deputyship.Status.IN_FORCE:
            move(row, Deputyship.Status.ENDED, actor=actor, ended_at=clock.now())
        elif row.status == Deputyship.Status.PLANNED:
            move(row, Deputyship.Status.LAPSED, actor=actor, ended_at=clock.now())
        else:
            raise StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
        return row
