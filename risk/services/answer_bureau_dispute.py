"""Answer a borrower's dispute about a record at the credit bureau."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.send_message import send_message
from accounts.states import move
from risk.models import BureauDispute

TEMPLATE = "bureau_dispute_answered"


@dataclass(frozen=True)
class RightRecord:
    """What the record should have said; the amount in fen."""

    state: str
    days_past_due: int
    overdue_fen: int
    five_class: str


def answer_bureau_dispute(
    *, dispute: BureauDispute, answer: str, right: RightRecord | None, actor: User
) -> BureauDispute:
    """Keep the record with the reason, or put it right (`right`): the next file carries the correction.

    Refuses (`no_words`), (`answered`), (`reporter`) whoever made or approved the file, (`own_dispute`) the borrower
    under any login, (`bad_right`) values that contradict each other, (`same_as_before`) what changes nothing.
    """
    if not answer.strip():
        raise Refused("no_words", _("Write the answer; the customer reads it."), field="answer")
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(BureauDispute.objects.filter(pk=dispute.pk))
        if row.status != BureauDispute.Status.OPEN:
            raise Refused("answered", _("This dispute is answered."))
        require_may_answer(row, actor)
        if right is not None:
            _check(row, right)
        move(
            row,
            BureauDispute.Status.CORRECTED if right is not None else BureauDispute.Status.KEPT,
            actor=actor,
            data={"record": row.record.number},
            answer=answer.strip(),
            answered_by=actor,
            answered_at=clock.now(),
            answered_on=today,
            right_state=right.state if right is not None else "",
            right_days_past_due=right.days_past_due if right is not None else None,
            right_overdue_fen=right.overdue_fen if right is not None else None,
            right_class=right.five_class if right is not None else "",
        )
        send_message(
            to=row.borrower,
            template=TEMPLATE,
            context={"dispute": row.number, "loan": row.record.loan.number},
            key=f"bureau_dispute:{row.number}",
            link=f"/borrow/credit-records/{row.record.number}/",
        )
    return row


def require_may_answer(dispute: BureauDispute, actor: User) -> None:
    """Refuse whoever reported the record, and the borrower under any login."""
    file = dispute.record.file
    if any(is_same_person(one, actor) for one in (file.made_by, file.checked_by) if one is not None):
        raise Refused("reporter", _("You reported this record; another colleague answers."))
    if is_same_person(dispute.borrower, actor):
        raise Refused("own_dispute", _("Nobody answers a dispute of their own."))


def _check(dispute: BureauDispute, right: RightRecord) -> None:
    is_late = right.state in ("overdue", "written_off")
    if is_late != (right.days_past_due > 0) or is_late != (right.overdue_fen > 0):
        raise Refused(
            "bad_right",
            _("Days and amount overdue belong to an overdue account, and only to one."),
            field="state",
        )
    if right.overdue_fen > dispute.record.loan.principal_fen:
        raise Refused("bad_right", _("No more is overdue than was lent."), field="overdue_fen")
    was = dispute.record
    if (right.state, right.days_past_due, right.overdue_fen, right.five_class) == (
        was.state,
        was.days_past_due,
        was.overdue_fen,
        was.five_class,
    ):
        raise Refused("same_as_before", _("This is what the record says already."), field="state")
