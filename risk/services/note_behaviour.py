"""Write facts of behaviour down and ask the rules that read them."""

from collections.abc import Sequence

from django.db import transaction

from risk.models import BehaviourFact
from risk.services.raise_signals import raise_signals
from risk.warnings.kinds import Occasion, kinds_reading


def note_behaviour(*, facts: Sequence[BehaviourFact]) -> list[str]:
    """Keep each fact once and return the numbers of the signals raised by those of their day; safe to run twice."""
    if not facts:
        return []
    raised: list[str] = []
    with transaction.atomic():
        BehaviourFact.objects.bulk_create(facts, batch_size=500, ignore_conflicts=True)
        for on in sorted({fact.on for fact in facts}):
            todays = [fact for fact in facts if fact.on == on]
            occasion = Occasion(
                on,
                frozenset(fact.loan_id for fact in todays if fact.loan_id is not None),
                frozenset(fact.borrower_id for fact in todays),
            )
            raised += raise_signals(occasion=occasion, kinds=kinds_reading({one.kind for one in todays}))
    return raised
