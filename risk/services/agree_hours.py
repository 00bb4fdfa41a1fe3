"""A debtor agrees to be called at other hours, or takes that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_names
from accounts.models import User
from risk.models import AgreedHours

DAY_MINUTES = 24 * 60


def agree_hours(*, debtor: User, from_minute: int, until_minute: int) -> AgreedHours:
    """Keep the hours (minutes of the day in Shanghai), in place of those agreed before; only the debtor agrees.

    Refuses (`hours`) hours that are none.
    """
    is_in_day = 0 <= from_minute < DAY_MINUTES and 0 <= until_minute < DAY_MINUTES
    if not is_in_day or from_minute == until_minute:
        raise Refused("hours", _("Name two different times of the day."), field="until_at")
    with transaction.atomic():
        end_agreed_hours(debtor=debtor)
        row = AgreedHours.objects.create(
            debtor=debtor, from_minute=from_minute, until_minute=until_minute, agreed_at=clock.now()
        )
        record_event(
            "collection_hours.agreed",
            subject=debtor,
            actor=debtor,
            data={"from_minute": from_minute, "until_minute": until_minute},
        )
    return row


def end_agreed_hours(*, debtor: User) -> None:
    """Let the lawful hours hold again; nothing where none were agreed."""
    with transaction.atomic():
        # The governor reads the hours under the same name.
        lock_names(f"collection:debtor:{debtor.pk}")
        ended = AgreedHours.objects.filter(debtor=debtor, ended_at=None).update(ended_at=clock.now())
        if ended:
            record_event("collection_hours.ended", subject=debtor, actor=debtor)
