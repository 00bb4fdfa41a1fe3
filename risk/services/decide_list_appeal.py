"""Decide an appeal against a list."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User, WatchEntry
from accounts.services.propose_watch_end import propose_watch_end
from accounts.states import move
from risk.models import ListAppeal
from risk.services.place_watch import LEAST_WORDS


def decide_list_appeal(*, appeal: ListAppeal, is_accepted: bool, reason: str, actor: User) -> ListAppeal:
    """Answer the appeal. Accepted, the end of the entry is asked for, and a second person has to approve it.

    Refuses (`no_words`) no reason, (`appeal_over`) one that was decided, (`appeal_own`) whoever proposed the entry or
    took the appeal down, (`no_entry`) to accept where no entry in force is tied to it, and what `propose_watch_end`
    does.
    """
    if len(reason.strip()) < LEAST_WORDS:
        raise Refused("no_words", _("Say why, in a few words."), field="reason")
    with transaction.atomic():
        row = lock_one(ListAppeal.objects.filter(pk=appeal.pk))
        if row.status != ListAppeal.Status.OPEN:
            raise Refused("appeal_over", _("This appeal has been decided."))
        refuse_own(row, actor)
        approval_number = _ask_end(row, reason, actor) if is_accepted else ""
        move(
            row,
            ListAppeal.Status.ACCEPTED if is_accepted else ListAppeal.Status.REJECTED,
            actor=actor,
            data={"entry": row.entry.number if row.entry else ""},
            decided_by=actor,
            decided_at=clock.now(),
            reason=reason.strip(),
            approval_number=approval_number,
        )
    return row


def may_decide(appeal: ListAppeal, actor: User) -> bool:
    """Whether this colleague is another person than those who proposed the entry and took the appeal down."""
    hands = [appeal.recorded_by, *([appeal.entry.proposed_by] if appeal.entry else [])]
    return not any(is_same_person(one, actor) for one in hands)


def refuse_own(appeal: ListAppeal, actor: User) -> None:
    """Refuse (`appeal_own`) whoever had a hand in it."""
    if not may_decide(appeal, actor):
        raise Refused(
            "appeal_own",
            _("Another person than proposed the entry and took the appeal down has to decide."),
        )


def _ask_end(row: ListAppeal, reason: str, actor: User) -> str:
    if row.entry is None or row.entry.status != WatchEntry.Status.IN_FORCE:
        raise Refused("no_entry", _("Tie the appeal to the entry in force that it is about first."))
    request = propose_watch_end(
        entry=row.entry, reason=_("Appeal %(number)s") % {"number": row.number}, actor=actor
    )
    return request.number
