"""Who may read what of an item: the pack, the votes. One place, asked by every page."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.approvals import is_same_person
from accounts.models import User
from risk.committee.bench import Bench
from risk.models import AgendaItem, InterestDeclaration

# Whoever examined a case knows it and works on it; every other ground closes it.
CLOSES = [ground for ground in InterestDeclaration.Ground.values if ground not in ("none", "reviewer")]
SEE = "risk.see_committee"
SIT = "risk.sit_on_committee"
CHAIR = "risk.chair_committee"
KEEP = "risk.keep_committee"


def is_recused(user: User, bench: Bench) -> bool:
    """Tell whether a person sits in the meeting and is recused from the item of this bench."""
    seat = bench.seat_of(user)
    return seat is not None and seat.code in bench.recused


def may_read_pack(user: User, item: AgendaItem, bench: Bench) -> bool:
    """Tell whether a person may read the pack: a member who declared no interest, the secretary, later those who audit.

    Before the item is over nobody reads it who neither sits there nor keeps the committee.
    """
    seat = bench.seat_of(user)
    if seat is not None:
        return seat.code in bench.declared and seat.code not in bench.recused
    if is_same_person(user, item.case.application.borrower):
        return False
    return user.has_right(KEEP) or (item.status not in AgendaItem.LIVE and user.has_right(SEE))


def may_read_votes(user: User, item: AgendaItem, bench: Bench) -> bool:
    """Tell whether votes are open to a person: nobody sees any before the count, and never one who is recused."""
    return item.status in AgendaItem.COUNTED and item.tally is not None and not is_recused(user, bench)


def items_recusing(user: User) -> "QuerySet[InterestDeclaration]":
    """Return the declarations by which a person is kept from items, under whatever login."""
    own = Q(seat__member=user)
    if user.person_id is not None:
        own |= Q(seat__member__person_id=user.person_id)
    return InterestDeclaration.objects.filter(own, is_recused=True)


def is_kept_from_case(user: User, case_id: int) -> bool:
    """Tell whether an interest closes a case to a person in every room, also after the vote."""
    return items_recusing(user).filter(item__case=case_id, ground__in=CLOSES).exists()


def must_declare_first(user: User, case_id: int) -> bool:
    """Tell whether a member has to declare an interest, or none, before looking at a case.

    Whoever works on cases anyway is no reader of packs alone and goes on working.
    """
    if user.has_right("risk.decide_case") or user.has_right("risk.review_case"):
        return False
    said = InterestDeclaration.objects.filter(item=OuterRef("pk"), seat__member=user)
    return (
        AgendaItem.objects.filter(
            case=case_id,
            status__in=AgendaItem.LIVE,
            meeting__seats__member=user,
            meeting__seats__replaced_at__isnull=True,
        )
        .exclude(Exists(said))
        .exists()
    )
