"""What early warning does when something happened below, and when somebody has decided about one of its rules."""

from functools import partial

from accounts.approval_ends import follow_approval
from accounts.models import Event
from risk.models import SignalRule, WarningSignal
from risk.services.drop_signal_rule import drop_signal_rule
from risk.services.lapse_signals import lapse_signals
from risk.services.note_behaviour import note_behaviour
from risk.services.put_signal_rule_in_force import put_signal_rule_in_force
from risk.warnings.behaviour import facts_of


def on_behaviour(event: Event) -> None:
    """Write the fact down and raise what follows, at once."""
    note_behaviour(facts=facts_of(event))


def on_settled(event: Event) -> None:
    """A loan that is repaid needs no watching: its open signals lapse, those in a notice wait for a person."""
    signals = WarningSignal.objects.filter(loan=event.subject_id, status=WarningSignal.Status.OPEN)
    lapse_signals(business_date=event.business_on, signal_ids=list(signals.values_list("pk", flat=True)))


def on_approval_ended(event: Event) -> None:
    """Put an approved rule in force; one that was not approved is dropped."""
    row = SignalRule.objects.filter(approval_number=event.subject_number).exclude(approval_number="").first()
    if row is None:
        return
    follow_approval(
        event,
        partial(put_signal_rule_in_force, number=row.number, actor=event.actor),
        partial(drop_signal_rule, number=row.number, actor=event.actor),
    )
