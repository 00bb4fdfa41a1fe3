"""Stop an application for the time being."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Application, ApplicationHold


def hold_application(*, application: Application, reason: str, placed_by: User) -> ApplicationHold:
    """Put a hold on the application: nothing of it is listed or paid out while it stands.

    Refuses (`no_reason`), and (`not_open`) once the loan was paid out or the application ended.
    """
    if not reason.strip():
        raise Refused("no_reason", _("Write why the application is stopped."), field="reason")
    with transaction.atomic():
        row = lock_one(Application.objects.filter(pk=application.pk))
        if not row.is_open:
            raise Refused("not_open", _("This application has already ended."))
        hold = ApplicationHold.objects.create(
            application=row, reason=reason.strip(), placed_by=placed_by, placed_at=clock.now()
        )
        record_event("application_hold.placed", subject=row, actor=placed_by, data={"hold": hold.pk})
    return hold
