"""End a watch."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.database.exits import is_met, watch_facts
from risk.models import RiskWatch
from risk.services.place_watch import check_words

APPROVE = "risk.approve_database"


def end_watch(*, watch: RiskWatch, words: str, actor: User) -> RiskWatch:
    """Confirm the exit that was proposed; before the rule is met, end the watch early.

    The rule is asked once more, so that nothing ends on yesterday's figures. Ending early is for who approves in the
    risk database and neither placed nor owns the watch. Refuses (`watch_over`), (`watch_words`), (`watch_early`).
    """
    check_words(words)
    today = clock.today()
    with transaction.atomic():
        row = lock_one(RiskWatch.objects.filter(pk=watch.pk))
        if not row.is_live:
            raise Refused("watch_over", _("This watch has ended."))
        facts = watch_facts(row, today)
        is_early = not is_met(row, facts)
        if is_early:
            _refuse_early(row, actor)
        move(
            row,
            RiskWatch.Status.ENDED,
            actor=actor,
            data={"rule": row.exit_rule, "early": is_early},
            ended_by=actor,
            ended_at=clock.now(),
            end_words=words.strip(),
            is_early=is_early,
            exit_facts=facts.as_data(),
        )
    return row


def may_end_early(watch: RiskWatch, actor: User) -> bool:
    """Whether this colleague may end a watch before its rule is met."""
    hands = (watch.placed_by, watch.owner)
    return actor.has_right(APPROVE) and not any(is_same_person(one, actor) for one in hands)


def _refuse_early(watch: RiskWatch, actor: User) -> None:
    if not may_end_early(watch, actor):
        raise Refused(
            "watch_early",
            _(
                "The exit rule is not met. Before that a risk manager who neither placed nor owns the watch may end it."
            ),
        )
