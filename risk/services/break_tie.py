"""Give the casting vote on a tie in the credit committee."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.committee.bench import bench_of, check_time
from risk.committee.outcome import OUTCOMES, carry_out, with_conditions
from risk.domain import committee
from risk.domain.committee import Tally
from risk.models import AgendaItem, CastingVote, CommitteeMeeting
from risk.reasons import APPROVAL_REASONS, REFUSAL_REASONS, RETURN_REASONS


@dataclass(frozen=True)
class CastingWish:
    """Which way the chair's casting vote goes, by which reasons, and why in words."""

    is_for: bool
    reasons: tuple[str, ...]
    words: str


def break_tie(*, item: AgendaItem, actor: User, wish: CastingWish) -> AgendaItem:
    """Decide a tie by the vote of the one who presides; it is a step of its own, with its own reason.

    Refuses (`not_tied`), (`not_presiding`), (`time_up`), (`no_words`), (`no_reason`), and all that deciding refuses;
    without this vote the item stays undecided.
    """
    if not wish.words.strip():
        raise Refused("no_words", _("Say why, in your own words."), field="words")
    with transaction.atomic():
        clock.lock_business_date()
        meeting = lock_one(CommitteeMeeting.objects.filter(pk=item.meeting_id))
        row = lock_one(AgendaItem.objects.filter(pk=item.pk))
        if row.status != AgendaItem.Status.TIED or meeting.status != CommitteeMeeting.Status.OPEN:
            raise Refused("not_tied", _("There is no tie to break."))
        at = clock.now()
        check_time(meeting)
        bench = bench_of(meeting, row)
        seat = bench.check_presides(actor)
        result = with_conditions(row, committee.break_tie(_tally(row), is_for=wish.is_for))
        known = APPROVAL_REASONS if wish.is_for else {**REFUSAL_REASONS, **RETURN_REASONS}
        if not wish.reasons or set(wish.reasons) - set(known):
            raise Refused("no_reason", _("Choose at least one reason for this vote."), field="reasons")
        CastingVote.objects.create(
            item=row,
            seat=seat,
            is_for=wish.is_for,
            reasons=list(wish.reasons),
            words=wish.words.strip(),
            cast_at=at,
        )
        record_event(
            "agenda_item.cast",
            subject=row,
            actor=actor,
            data={"seat": seat.code, "outcome": OUTCOMES[result]},
        )
        carry_out(row, bench, result, row.tally or {}, actor=actor, casting_reasons=_fitting(result, wish))
    return row


def _tally(item: AgendaItem) -> Tally:
    kept: dict[str, Any] = item.tally or {}
    return Tally(**{**kept, "result": committee.Result(kept["result"])})


def _fitting(result: committee.Result, wish: CastingWish) -> list[str]:
    """Return those of the casting vote's reasons that belong to the outcome it brings about."""
    if result is committee.Result.REJECTED:
        return [code for code in wish.reasons if code in REFUSAL_REASONS]
    if result is committee.Result.RETURNED:
        return [code for code in wish.reasons if code in RETURN_REASONS]
    return list(wish.reasons)
