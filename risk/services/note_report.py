"""Keep that the management has seen a signed report."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import ReportVersion
from risk.reports.queries import NOTE


def note_report(*, version: ReportVersion, actor: User) -> ReportVersion:
    """Write down who has seen it and when; refuses (`no_right`), (`not_signed`) one that is not valid or was seen."""
    if not actor.has_right(NOTE):
        raise Refused("no_right", _("Your role does not take note of reports."))
    with transaction.atomic():
        row = lock_one(ReportVersion.objects.filter(pk=version.pk))
        if row.status != ReportVersion.Status.SIGNED:
            raise Refused(
                "not_signed", _("There is nothing to take note of: it is not signed, or was seen already.")
            )
        move(row, ReportVersion.Status.SEEN, actor=actor, seen_by=actor, seen_at=clock.now())
    return row
