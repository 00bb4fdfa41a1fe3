"""Approve what another person asked for, or not."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acting import acting
from accounts.approvals import approval_kind, principal_of, takes_part
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import Approval, User
from accounts.states import move


def decide_approval(
    *, checker: User, number: str, is_approved: bool, shown_hash: str, note: str = ""
) -> Approval:
    """Record one person's decision on another person's request.

    Refuses who may not check this kind (`not_checker`), the maker in person under whatever login and who stands in for
    the maker (`same_person`), whom the request is about where its kind says so (`barred`), what is no longer open
    (StaleState), what ran out (`approval_expired`), another content than the checker was shown (`content_changed`), and
    a no without a reason (`note_missing`); then nothing moved.
    """
    with transaction.atomic():
        row = lock_one(Approval.objects.filter(number=number))
        # Somebody who leaves at this moment decides before it or not at all: the login is read anew under its lock.
        checker = lock_one(User.objects.filter(pk=checker.pk))
        kind = approval_kind(row.kind)
        if not checker.has_right(kind.right):
            raise Refused("not_checker", _("Your job does not include approving this."))
        principal = principal_of(checker, kind.right)
        if takes_part(row, checker, principal):
            raise Refused("same_person", _("You asked for this yourself; another person has to decide."))
        bar = kind.bars(row, checker)
        if bar:
            raise Refused("barred", bar)
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
        with acting(checker.pk, principal.number if principal else ""):
            move(
                row,
                to,
                actor=checker,
                data={"kind": row.kind},
                checker=checker,
                decided_for=principal,
                decided_at=at,
                note=note.strip(),
                ended_at=ended_at,
            )
        return row
