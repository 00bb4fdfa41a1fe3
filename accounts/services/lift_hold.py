"""Lift a hold as approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import PersonHold, User
from accounts.review.payloads import lift_kind, lift_payload
from accounts.services.consume_approval import consume_approval
from accounts.services.send_message import send_message
from accounts.states import move


def lift_hold(*, hold: PersonHold, approval_number: str, actor: User | None) -> None:
    """Let the person do again what was stopped, and say so; refuses what `consume_approval` refuses."""
    with transaction.atomic():
        # Nothing of a hold that the approval is bound to ever changes, so the approval may be locked first.
        approval = consume_approval(
            number=approval_number,
            kind=lift_kind(hold),
            subject=hold,
            payload=lift_payload(hold),
            actor=actor,
        )
        row = lock_one(PersonHold.objects.filter(pk=hold.pk))
        move(
            row,
            PersonHold.Status.LIFTED,
            actor=actor,
            data={"approval": approval_number},
            lifted_by=approval.checker,
            lifted_at=clock.now(),
            approval_number=approval_number,
        )
        send_message(
            to=row.user,
            template="identity_passed",
            context={},
            key=f"hold:{row.number}:lifted",
            link="/me/",
        )
