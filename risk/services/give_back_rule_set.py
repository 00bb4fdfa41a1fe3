"""Give a draft of the rules back to its makers when its approval came to nothing."""

from django.db import transaction

from accounts.locking import lock
from accounts.models import User
from accounts.states import move
from risk.models import RuleSet


def give_back_rule_set(*, rule_set: RuleSet, actor: User | None) -> None:
    """Make a proposal a draft again; nothing where it is none."""
    with transaction.atomic():
        for row in lock(RuleSet.objects.filter(pk=rule_set.pk, status=RuleSet.Status.PROPOSED)):
            move(row, RuleSet.Status.DRAFT, actor=actor, data={"approval": row.approval_number})
