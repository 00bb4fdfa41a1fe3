"""Let a stopped application go on."""

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Application, ApplicationHold


def release_application_hold(*, hold: ApplicationHold, released_by: User) -> ApplicationHold:
    """Release the hold; one that is released already stays as it is. An accepted application goes on to the market."""
    with transaction.atomic():
        row = lock_one(Application.objects.filter(pk=hold.application_id))
        touched = ApplicationHold.objects.filter(pk=hold.pk, released_at__isnull=True).update(
            released_at=clock.now(), released_by=released_by
        )
        hold.refresh_from_db()
        if touched:
            record_event("application_hold.released", subject=row, actor=released_by, data={"hold": hold.pk})
    return hold
