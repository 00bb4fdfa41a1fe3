"""What finance does when a request of its own was decided: safe to run twice."""

from accounts.approval_ends import follow_approval
from accounts.models import Approval, Event
from finance.models import ReconciliationBreak
from finance.services.ask_halt_lift import KIND as LIFT
from finance.services.end_approved_break import end_approved_break
from finance.services.give_back_break import give_back_break
from finance.services.lift_payout_halt import lift_payout_halt
from finance.services.resolve_break import KIND as RESOLVE


def act_on_approval(event: Event) -> None:
    """End a break or lift a halt as approved; a break that was not approved goes back to its owner."""
    number, kind = event.subject_number, event.data.get("kind")
    if kind == LIFT:
        if Approval.objects.filter(number=number, status=Approval.Status.APPROVED).exists():
            follow_approval(
                event, lambda: lift_payout_halt(approval_number=number, actor=event.actor), lambda: None
            )
    elif kind == RESOLVE:
        row = ReconciliationBreak.objects.filter(approval_number=number, status="assigned").first()
        if row is not None:
            follow_approval(
                event,
                lambda: end_approved_break(number=row.number, actor=event.actor),
                lambda: give_back_break(approval_number=number, actor=event.actor),
            )
