"""Hand an application on to the next desk at risk."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Application

DESKS = (Application.Status.SCREENING, Application.Status.REVIEW, Application.Status.COMMITTEE)
# An offer that was made goes back to review on a material change only, never by a late hand-over.
BEFORE_THE_DECISION = (Application.Status.SUBMITTED, *DESKS)


def forward_application(*, application: Application, to: str, actor: User | None) -> Application:
    """Move the application to screening, review or committee; already there is already done.

    Refuses (`not_open`) an application that has left risk's hands or was ended meanwhile.
    """
    if to not in DESKS:
        raise ValueError(f"No application is forwarded to {to}.")
    with transaction.atomic():
        row = lock_one(Application.objects.filter(pk=application.pk))
        if row.status == to:
            return row
        if row.status not in BEFORE_THE_DECISION or to not in Application.MOVES[row.status]:
            raise Refused("not_open", _("This application is no longer waiting for that."))
        move(row, to, actor=actor)
    return row
