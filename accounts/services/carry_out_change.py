"""Carry out an approved change of staff, or put it down for its day."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import StaffChange, User
from accounts.services.appoint import appoint
from accounts.services.ask_joiner import require_newcomer
from accounts.services.consume_approval import consume_approval
from accounts.services.finish_change import finish_change
from accounts.services.open_staff_login import open_staff_login
from accounts.staff.asking import require_free_chair
from accounts.staff.changes import KINDS, change_payload
from accounts.states import move


def carry_out_change(*, change: StaffChange, approval_number: str, actor: User | None) -> StaffChange:
    """Use the approval up; open a joiner's login; do the rest today where the day has come, else on its day.

    Refuses what `consume_approval` refuses, and what has become impossible meanwhile: an address taken, a chair
    filled, a colleague gone, rights that exclude each other by now. Then nothing is changed.
    """
    with transaction.atomic():
        seen = StaffChange.objects.select_related("colleague", "position", "handover_to").get(pk=change.pk)
        consume_approval(
            number=approval_number,
            kind=KINDS[seen.kind],
            subject=seen,
            payload=change_payload(seen),
            actor=actor,
        )
        row = lock_one(StaffChange.objects.filter(pk=change.pk))
        if row.status != StaffChange.Status.ASKED:
            raise Refused("not_open", _("This request is not open any more."))
        if row.kind == StaffChange.Kind.JOIN:
            row.colleague = _open_login(row, actor)
            row.save(update_fields=["colleague"])
        if row.effective_on <= clock.today():
            finish_change(change=row, actor=actor, on=clock.today())
        else:
            move(row, StaffChange.Status.PLANNED, actor=actor, data={"kind": row.kind})
        return row


def _open_login(change: StaffChange, actor: User | None) -> User:
    """Open the joiner's login without a password and seat it from the first day on."""
    position = change.position
    if position is None:
        raise ValueError(f"{change.number} joins no position.")
    require_newcomer(change.work_address, change.identity_number)
    require_free_chair(position)
    user = open_staff_login(
        email=change.work_address,
        password=None,
        display_name=change.real_name,
        roles=[],
        identity_number=change.identity_number,
        language=change.language or "zh-hans",
        actor=actor,
    )
    appoint(user=user, position=position, from_on=change.effective_on, actor=actor, change=change.number)
    return user
