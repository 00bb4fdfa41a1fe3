"""Publish a version of the rules that another person has approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from risk.models import RuleSet
from risk.screening.payloads import PUBLISH_KIND, publish_payload
from risk.screening.retiring import retire_overtaken

Status = RuleSet.Status


def publish_rule_set(*, rule_set: RuleSet, actor: User | None) -> RuleSet:
    """Publish exactly what was approved and use the approval up; what is published already stays.

    A challenger takes the place of the one before it; a champion replaces the other on its day, and a challenger of
    before that day ends with the champion it was measured by. Refuses what `consume_approval` refuses; then nothing
    moved.
    """
    with transaction.atomic():
        row = RuleSet.objects.get(pk=rule_set.pk)
        if row.status != Status.PROPOSED:
            return row
        approval = consume_approval(
            number=row.approval_number,
            kind=PUBLISH_KIND,
            subject=row,
            payload=publish_payload(row),
            actor=actor,
        )
        if row.lane == RuleSet.Lane.CHALLENGER:
            for other in lock(RuleSet.objects.filter(lane=row.lane, status=Status.PUBLISHED)):
                move(other, Status.RETIRED, actor=actor, data={"by": row.number}, retired_at=clock.now())
        row = lock_one(RuleSet.objects.filter(pk=row.pk))
        move(row, Status.PUBLISHED, actor=actor, published_at=clock.now(), checker=approval.checker)
        retire_overtaken(clock.today(), actor)
        return row
