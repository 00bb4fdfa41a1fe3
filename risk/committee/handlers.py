"""What follows when a constitution was decided about, and when a case before the committee is over."""

from functools import partial

from accounts.approval_ends import carry_out_or_lapse
from accounts.models import Approval, Event
from risk.committee.constitution import KIND
from risk.models import CommitteeConstitution, CreditCase
from risk.services.drop_constitution import drop_constitution
from risk.services.drop_item import drop_item
from risk.services.put_constitution_in_force import put_constitution_in_force


def on_approval(event: Event) -> None:
    """Put an approved constitution in force; drop one that was not approved, taken back or forgotten."""
    if event.data.get("kind") != KIND:
        return
    approval = Approval.objects.filter(pk=event.subject_id).first()
    row = CommitteeConstitution.objects.filter(pk=approval.subject_id).first() if approval else None
    if approval is None or row is None:
        return
    if event.kind != "approval.approved":
        drop_constitution(constitution=row, actor=event.actor)
    elif approval.status == Approval.Status.APPROVED:
        act = partial(
            put_constitution_in_force, constitution=row, approval_number=approval.number, actor=event.actor
        )
        carry_out_or_lapse(act, number=approval.number, actor=event.actor)


def on_case_ended(event: Event) -> None:
    """Take a case off the agenda whose application went away."""
    case = CreditCase.objects.filter(pk=event.subject_id).first()
    if case is not None:
        drop_item(case=case, actor=event.actor)
