"""What `manage.py verify` proves of cards: they are what was approved, and old scores come out bit for bit."""

from collections.abc import Iterator

from accounts.errors import Refused
from accounts.invariants import invariant
from accounts.models import Approval
from risk.domain.scorecard import Card, Policy, score
from risk.domain.scorecard_file import trace_of
from risk.models import Score, Scorecard
from risk.scorecards.content import check_rows, policy_of, table_of

MOST_SHOWN = 20
CHUNK = 2_000


@invariant("scorecards_replay")
def scorecards_replay() -> list[str]:
    """Each card that is or was in force has its hashes, gives its golden rows, and was checked by a second person."""
    faults = []
    rows = Scorecard.objects.select_related("policy").filter(published_at__isnull=False).order_by("pk")
    for card in rows:
        try:
            check_rows(card, card.policy)
        except Refused as refusal:
            faults.append(f"card {card.number}: {refusal.code}")
        if card.made_by_id is not None and not _was_checked(card):
            faults.append(f"card {card.number} was put in force without another person's approval")
    return faults[:MOST_SHOWN]


def _was_checked(card: Scorecard) -> bool:
    found = Approval.objects.filter(number=card.approval_number, status="used").first()
    return found is not None and found.checker_id is not None and found.checker_id != found.maker_id


@invariant("scores_replay")
def scores_replay() -> list[str]:
    """Each score ever made comes out of its card and its inputs again, to the point and to the ppm."""
    return [number for _place, number in zip(range(MOST_SHOWN), _differing(), strict=False)]


def _differing() -> Iterator[str]:
    known: dict[tuple[int, int], tuple[Card, Policy]] = {}
    rows = Score.objects.order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        key = (row.card_id, row.policy_id)
        if key not in known:
            known[key] = (table_of(row.card), policy_of(row.policy))
        table, policy = known[key]
        scored = score(table, row.inputs)
        kept = (row.points, row.trace, row.reasons, row.pd_ppm, row.grade, row.verdict)
        again = (
            scored.points,
            trace_of(scored),
            list(scored.reasons),
            policy.pd_ppm(scored.points),
            policy.grade(scored.points),
            str(policy.verdict(scored.points)),
        )
        if kept != again:
            yield f"score {row.number} does not come out of its card again"
