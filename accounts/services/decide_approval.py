"""Approve what another person asked for, or not."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import approval_kind, is_same_person
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import Approval, User
from accounts.states import move


def decide_approval(
    *, checker: User, number: str, is_approved: bool, shown_hash: str, note: str = ""
) -> Approval:
    """Record one person's decision on another person's request.

    Refuses who may not check this kind (`not_checker`), the maker in person under whatever login (`same_person`), what
    is no longer open (StaleState), what ran out (`approval_expired`), another content than the checker was shown
    (`content_changed`), and a no without a reason (`note_missing`); then nothing moved.
    """
    with transaction.atomic():
        row = lock_one(Approval.objects.filter(number=number))
        if not checker.has_right(approval_kind(row.kind).right):
            raise Refused("not_checker", _("Your job does not include approving this."))
        if is_same_person(checker, row.maker):
            raise Refused("same_person", _("You asked for this yourself; another person has to decide."))
        if row.status != Approval.Status.OPEN:
            raise StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
        if row.expires_at <= clock.now():
            raise Refused("approval_expired", _("This request has expired and has to be made again."))
        if row.payload_hash != shown_hash:
            raise Refused(
                "content_changed", _("The request is not the one you were shown. Please look at it again.")
            )
        if not is_approved and not note.strip():
            raise Refused("note_missing", _("Say why not."), field="note")
        to = Approval.Status.APPROVED if is_approved else Approval.Status.REJECTED
        at = clock.now()
        ended_at = None if is_approved else at
        move(
            row,
            to,
            actor=checker,
            data={"kind": row.kind},
            checker=checker,
            decided_at=at,
            note=note.strip(),
            ended_at=ended_at,
        )
        return row
