"""Copy the rules in force into a draft of the next version."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.models import RuleSet


def draft_rule_set(*, based_on: RuleSet, made_by: User) -> RuleSet:
    """Return a new draft with the rules of a set that is or was in force.

    Refuses (`not_published`) the copy of what nobody has approved.
    """
    if based_on.status not in (RuleSet.Status.PUBLISHED, RuleSet.Status.RETIRED):
        raise Refused("not_published", _("Only rules that are or were in force are copied."))
    at = clock.now()
    try:
        with transaction.atomic():
            newest = RuleSet.objects.aggregate(version=Max("version"))["version"] or 0
            row = RuleSet.objects.create(
                number=next_number("RS"),
                version=newest + 1,
                based_on=based_on,
                rules=based_on.rules,
                content_hash=based_on.content_hash,
                made_by=made_by,
                made_at=at,
                saved_by=made_by,
                saved_at=at,
            )
            record_event("rule_set.drafted", subject=row, actor=made_by, data={"from": based_on.number})
    except IntegrityError:
        raise Refused(
            "somebody_drafts", _("Somebody drafts a version at this moment. Please try again.")
        ) from None
    return row
