"""What must always hold of the credit committee."""

from accounts.esign.canonical import hash_of
from accounts.invariants import invariant
from risk.committee.minutes import faults_of
from risk.models import AgendaItem, CommitteeMinutes, CommitteePack, CommitteeVote

MOST_SHOWN = 20


@invariant("committee_papers_hold")
def committee_papers_hold() -> list[str]:
    """Minutes are what was sealed, packs and votes are what was kept."""
    breaches: list[str] = []
    for minutes in CommitteeMinutes.objects.select_related("confirmed_by").order_by("pk").iterator():
        breaches += [f"{minutes.number}: {fault}" for fault in faults_of(minutes)]
    for pack in CommitteePack.objects.select_related("item").order_by("pk").iterator():
        if hash_of(pack.content) != pack.content_hash:
            breaches.append(f"{pack.item.number}: the pack is not what members were given")
    for vote in CommitteeVote.objects.select_related("item").order_by("pk").iterator():
        if hash_of(vote.content) != vote.content_hash:
            breaches.append(f"{vote.item.number}: a vote is not what was sealed")
    return breaches[:MOST_SHOWN]


@invariant("committee_decides_by_count")
def committee_decides_by_count() -> list[str]:
    """Nobody who is recused voted, every decided item has all its votes opened, and its case ended by it."""
    breaches: list[str] = []
    rows = AgendaItem.objects.filter(status=AgendaItem.Status.DECIDED).select_related("case")
    for item in rows.prefetch_related("votes__opened", "declarations").order_by("pk"):
        recused = {row.seat_id for row in item.declarations.all() if row.is_recused}
        votes = list(item.votes.all())
        if any(vote.seat_id in recused for vote in votes):
            breaches.append(f"{item.number}: somebody recused voted")
        if any(not hasattr(vote, "opened") for vote in votes):
            breaches.append(f"{item.number}: decided with votes under seal")
        if item.case.decision_id is None:
            breaches.append(f"{item.number}: decided without a decision on the case")
    return breaches[:MOST_SHOWN]
