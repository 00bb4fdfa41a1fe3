"""The committee's record: turnaround, unanimity, returns, and how the loans went, by amount and by member."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min

from accounts import clock
from lending.models import Instalment, Loan
from risk.committee.words import is_dissent
from risk.domain.committee_record import BANDS, DueLine, Share, band_of, middle_hours, was_bad
from risk.models import AgendaItem, CastingVote, InterestDeclaration, OpenedVote

Status = AgendaItem.Status


@dataclass
class MemberRecord:
    """How one member voted, and how the loans went that this member voted for."""

    name: str
    number: str
    votes: int = 0
    votes_for: int = 0
    against: int = 0
    abstained: int = 0
    dissents: int = 0
    loans: int = 0
    bad: int = 0

    @property
    def bad_share(self) -> Share:
        return Share(self.bad, self.loans)


@dataclass
class BandRecord:
    """The decisions on amounts of one band, and how their loans went; `until_fen` None has no end."""

    from_fen: int
    until_fen: int | None
    decided: int = 0
    approved: int = 0
    loans: int = 0
    bad: int = 0

    @property
    def bad_share(self) -> Share:
        return Share(self.bad, self.loans)


@dataclass
class Record:
    """The figures of the statistics page."""

    decided: int = 0
    approved: int = 0
    rejected: int = 0
    returned: int = 0
    vetoed: int = 0
    unanimous: int = 0
    put_back: int = 0
    casting: int = 0
    recusals: int = 0
    turnaround_hours: int | None = None
    put_back_by: dict[str, int] = field(default_factory=dict)
    bands: list[BandRecord] = field(default_factory=list)
    members: list[MemberRecord] = field(default_factory=list)
    loans: int = 0
    bad: int = 0

    @property
    def unanimity(self) -> Share:
        return Share(self.unanimous, self.decided)

    @property
    def returns(self) -> Share:
        return Share(self.returned, self.decided)

    @property
    def bad_share(self) -> Share:
        return Share(self.bad, self.loans)


def committee_record(from_on: dt.date, until_on: dt.date) -> Record:
    """Return the record of all that ended in a span of days, both ends with it; a constant number of queries."""
    zone = clock.SHANGHAI
    from_at = dt.datetime.combine(from_on, dt.time.min, zone)
    until_at = dt.datetime.combine(until_on + dt.timedelta(days=1), dt.time.min, zone)
    ended = AgendaItem.objects.filter(ended_at__gte=from_at, ended_at__lt=until_at)
    items = list(ended.filter(status=Status.DECIDED).select_related("case").order_by("pk"))
    record = Record(decided=len(items))
    for result in ended.filter(status=Status.PUT_BACK).values_list("result", flat=True):
        record.put_back += 1
        record.put_back_by[result] = record.put_back_by.get(result, 0) + 1
    record.casting = CastingVote.objects.filter(item__in=[item.pk for item in items]).count()
    record.recusals = InterestDeclaration.objects.filter(
        item__in=[item.pk for item in items], is_recused=True, seat__replaced_at=None
    ).count()
    votes = _votes(items)
    loans = _loans(items)
    _count_items(record, items, votes, loans)
    _count_members(record, items, votes, loans)
    record.turnaround_hours = middle_hours(_waits(items))
    return record


def _votes(items: list[AgendaItem]) -> dict[int, list[OpenedVote]]:
    rows = OpenedVote.objects.filter(vote__item__in=[item.pk for item in items])
    found: defaultdict[int, list[OpenedVote]] = defaultdict(list)
    for row in rows.select_related("vote__seat__member").order_by("vote__seat__rank"):
        found[row.vote.item_id].append(row)
    return found


def _loans(items: list[AgendaItem]) -> dict[int, bool]:
    """Return for each item whose loan was paid out whether the loan was ever bad."""
    item_of = {item.case.application_id: item.pk for item in items}
    loans = list(Loan.objects.filter(application__in=item_of))
    lines: defaultdict[int, list[DueLine]] = defaultdict(list)
    for row in Instalment.objects.filter(loan__in=[loan.pk for loan in loans]):
        replaced_on = row.superseded_at.astimezone(clock.SHANGHAI).date() if row.superseded_at else None
        lines[row.loan_id].append(DueLine(row.due_on, row.settled_on or replaced_on))
    today = clock.today()
    return {
        item_of[loan.application_id]: was_bad(
            lines[loan.pk], today, is_written_off=loan.written_off_at is not None
        )
        for loan in loans
    }


def _count_items(
    record: Record,
    items: list[AgendaItem],
    votes: dict[int, list[OpenedVote]],
    loans: dict[int, bool],
) -> None:
    ends = [*BANDS[1:], None]
    record.bands = [BandRecord(edge, end) for edge, end in zip(BANDS, ends, strict=True)]
    for item in items:
        band = record.bands[band_of(item.amount_fen)]
        is_approval = item.result in (AgendaItem.Result.APPROVED, AgendaItem.Result.CONDITIONS)
        tally: dict[str, Any] = item.tally or {}
        record.approved += is_approval
        record.rejected += item.result == AgendaItem.Result.REJECTED
        record.returned += item.result == AgendaItem.Result.RETURNED
        record.vetoed += bool(tally.get("is_vetoed"))
        record.unanimous += _is_unanimous(votes.get(item.pk, []))
        band.decided += 1
        band.approved += is_approval
        if item.pk in loans:
            for one in (record, band):
                one.loans += 1
                one.bad += loans[item.pk]


def _is_unanimous(votes: Iterable[OpenedVote]) -> bool:
    """Tell whether all went the same way; who abstains does not go along."""
    return len(
        {row.choice in ("approve", "conditions") for row in votes if row.choice != "abstain"}
    ) == 1 and all(row.choice != "abstain" for row in votes)


def _count_members(
    record: Record,
    items: list[AgendaItem],
    votes: dict[int, list[OpenedVote]],
    loans: dict[int, bool],
) -> None:
    members: dict[int, MemberRecord] = {}
    for item in items:
        for row in votes.get(item.pk, []):
            member = row.vote.seat.member
            one = members.setdefault(member.pk, MemberRecord(member.name, member.number))
            is_for = row.choice in (OpenedVote.Choice.APPROVE, OpenedVote.Choice.CONDITIONS)
            one.votes += 1
            one.votes_for += is_for
            one.against += row.choice in (OpenedVote.Choice.REJECT, OpenedVote.Choice.RETURN)
            one.abstained += row.choice == OpenedVote.Choice.ABSTAIN
            one.dissents += is_dissent(row.choice, item.result)
            if is_for and item.pk in loans:
                one.loans += 1
                one.bad += loans[item.pk]
    record.members = sorted(members.values(), key=lambda one: (-one.votes, one.number))


def _waits(items: list[AgendaItem]) -> list[int]:
    """Return how long each decided case waited, in seconds, from its first agenda to its decision."""
    first = dict(
        AgendaItem.objects.filter(case__in=[item.case_id for item in items])
        .values_list("case")
        .annotate(first=Min("listed_at"))
    )
    return [
        int((item.ended_at - first[item.case_id]).total_seconds())
        for item in items
        if item.ended_at is not None
    ]
