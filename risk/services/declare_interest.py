"""Declare an interest, or none, in an item of the credit committee."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.committee.bench import bench_of
from risk.models import AgendaItem, CommitteeMeeting, InterestDeclaration

Ground = InterestDeclaration.Ground
# What a member may say; the rest the house finds out by itself.
DECLARED = (Ground.NONE, Ground.FAMILY, Ground.BUSINESS, Ground.EMPLOYER, Ground.OTHER)


def declare_interest(*, item: AgendaItem, member: User, ground: str, words: str = "") -> InterestDeclaration:
    """Say, before seeing the pack, whether one has an interest; any interest recuses from pack, vote and quorum.

    Who said no may find one later, before voting; nobody takes an interest back. Saying the same again changes nothing.
    Refuses (`not_now`) an item that is not ahead, (`not_seated`), (`ground_missing`), (`no_words`) an interest without
    a word about it, (`recused`) a no after an interest, (`voted_already`).
    """
    if ground not in DECLARED:
        raise Refused("ground_missing", _("Say whether you have an interest."), field="ground")
    is_recused = ground != Ground.NONE
    if is_recused and not words.strip():
        raise Refused("no_words", _("Say in a few words what it is."), field="words")
    with transaction.atomic():
        meeting = lock_one(CommitteeMeeting.objects.filter(pk=item.meeting_id))
        row = lock_one(AgendaItem.objects.filter(pk=item.pk))
        if row.status not in (AgendaItem.Status.LISTED, AgendaItem.Status.VOTING) or meeting.status not in (
            CommitteeMeeting.Status.CALLED,
            CommitteeMeeting.Status.OPEN,
        ):
            raise Refused("not_now", _("Interests are declared between the call and the vote."))
        bench = bench_of(meeting, row)
        seat = bench.own_seat(member)
        if seat.code in bench.voted:
            raise Refused("voted_already", _("You have voted on this; what you found later, tell the chair."))
        if seat.code in bench.recused and not is_recused:
            raise Refused("recused", _("You are recused from this item."))
        found, is_new = InterestDeclaration.objects.get_or_create(
            item=row,
            seat=seat,
            is_recused=is_recused,
            defaults={"ground": ground, "words": words.strip(), "declared_at": clock.now()},
        )
        if is_new:
            record_event(
                "agenda_item.recused" if is_recused else "agenda_item.declared",
                subject=row,
                actor=member,
                data={"seat": seat.code, "ground": ground},
            )
    return found
