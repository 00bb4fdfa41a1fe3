"""Which published rules another version has overtaken."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import clock
from accounts.locking import lock
from accounts.models import User
from accounts.states import move
from risk.models import RuleSet

Lane = RuleSet.Lane


def overtaken(day: dt.date) -> "QuerySet[RuleSet]":
    """Return the champions a newer one has replaced by a day, and the challengers that were measured by them."""
    newer = RuleSet.objects.filter(
        lane=Lane.CHAMPION, status=RuleSet.Status.PUBLISHED, in_force_from_on__lte=day
    )
    later = Q(in_force_from_on__gt=OuterRef("in_force_from_on"))
    later |= Q(in_force_from_on=OuterRef("in_force_from_on"), version__gt=OuterRef("version"))
    replaced = Q(lane=Lane.CHAMPION) & Exists(newer.filter(later))
    outlived = Q(lane=Lane.CHALLENGER) & Exists(
        newer.filter(in_force_from_on__gt=OuterRef("in_force_from_on"))
    )
    return RuleSet.objects.filter(replaced | outlived, status=RuleSet.Status.PUBLISHED)


def retire_overtaken(day: dt.date, actor: User | None) -> list[RuleSet]:
    """Retire what has been overtaken by a day; the caller holds a transaction."""
    gone = lock(RuleSet.objects.filter(pk__in=list(overtaken(day).values_list("pk", flat=True))))
    for row in gone:
        move(row, RuleSet.Status.RETIRED, actor=actor, retired_at=clock.now())
    return gone
