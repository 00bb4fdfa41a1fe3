"""Review an approved application again, because something that counted has changed."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from lending.services.reconsider_application import OFFERED, reconsider_application
from risk.cases.changes import freeze_changes
from risk.domain.material_changes import Change
from risk.models import CreditCase
from risk.reasons import CHANGES
from risk.services.open_case import open_case


def reconsider_case(*, case: CreditCase, actor: User, change: str) -> CreditCase:
    """Take the offer back and open the next case of the application with what is known now.

    Refuses (`no_reason`) a change that is not named, and what `reconsider_application` refuses.
    """
    if change not in CHANGES:
        raise Refused("no_reason", _("Say what has changed."), field="change")
    with transaction.atomic():
        application = reconsider_application(
            application=case.application, states=OFFERED, because=change, actor=actor
        )
        # Named by a person and not by the list, so without its version.
        changes = {**freeze_changes([Change(change)]), "rule_of": ""}
        return open_case(application=application, actor=actor, cause=CreditCase.Cause.CHANGE, changes=changes)
