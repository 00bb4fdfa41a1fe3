"""Let the waiting rules of automatic investing bid on a listing, in turn."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from accounts import clock
from accounts.errors import Refused
from accounts.rules import rule_value
from lending.domain.auto_invest import Reason, Turn, Verdict, share_out
from lending.models import AutoInvestDecision, AutoInvestRule, Listing
from lending.queries.auto_invest import bidding_listings, judge_rule, read_positions, waiting_rules
from lending.services.place_auto_bid import place_auto_bid

logger = logging.getLogger(__name__)

# What a refused bid leaves is shared out again; each pass asks everybody anew, so few are enough.
PASSES = 5


def serve_auto_invest(*, listing_id: int) -> int:
    """Share what a listing has left among the rules that want it; return how many bids were placed.

    The published order (RULES auto.queue): lot by lot in rounds, beginning with whoever has waited longest since the
    last lot. Each bid is a transaction of its own, judged again under its lock, so a second run at once adds nothing.
    """
    today = clock.today()
    placed = 0
    for _pass in range(PASSES):
        listing = bidding_listings(today).filter(pk=listing_id).first()
        if listing is None:
            break
        rules = list(waiting_rules(today))
        verdicts = _judge(rules, listing, today)
        before = placed
        for rule_id, amount_fen in _share(listing, rules, verdicts, today):
            placed += _place(rule_id, listing, amount_fen)
        if placed == before:
            break
    return placed


def serve_open_listings() -> int:
    """Let the waiting rules look at every listing that takes bids, oldest first; return how many bids were placed."""
    today = clock.today()
    if not waiting_rules(today).exists():
        return 0
    listing_ids = list(bidding_listings(today).values_list("pk", flat=True))
    return sum(serve_auto_invest(listing_id=listing_id) for listing_id in listing_ids)


def _judge(rules: list[AutoInvestRule], listing: Listing, today: dt.date) -> dict[int, Verdict]:
    positions = read_positions([rule.investor for rule in rules], [listing], rules, today)
    verdicts = {rule.pk: judge_rule(rule, listing, positions, today) for rule in rules}
    _log(
        AutoInvestDecision.Outcome.LEFT_OUT,
        listing,
        [(rule_id, verdict.reasons) for rule_id, verdict in verdicts.items() if _is_news(verdict)],
    )
    return verdicts


def _is_news(verdict: Verdict) -> bool:
    """A listing the rule has bid on was decided then; the log does not repeat it."""
    return bool(verdict.reasons) and "bid_already" not in {reason.code for reason in verdict.reasons}


def _share(
    listing: Listing, rules: list[AutoInvestRule], verdicts: dict[int, Verdict], today: dt.date
) -> list[tuple[int, int]]:
    """Return who bids how much; of a person's rules only the one that waited longest takes part."""
    turns, persons = [], set()
    for rule in rules:
        if verdicts[rule.pk].matches and rule.investor_id not in persons:
            persons.add(rule.investor_id)
            turns.append(Turn(rule.pk, verdicts[rule.pk].room_fen))
    version = listing.product_version
    lot_fen = rule_value("auto.queue", on=today)["lot_fen"]
    lot_fen -= lot_fen % version.bid_step_fen
    return share_out(listing.remaining_fen, lot_fen, version.bid_min_fen, turns)


def _place(rule_id: int, listing: Listing, amount_fen: int) -> int:
    """Place one bid; who got it goes to the end of the queue. Returns how many were placed."""
    try:
        place_auto_bid(rule_id=rule_id, listing_id=listing.pk, amount_fen=amount_fen)
    except Refused as refusal:
        logger.info("rule %s on %s: %s", rule_id, listing.number, refusal.code)
        _log(AutoInvestDecision.Outcome.REFUSED, listing, [(rule_id, [Reason(refusal.code)])])
        return 0
    AutoInvestRule.objects.filter(pk=rule_id).update(queued_at=clock.now())
    return 1


def _log(outcome: str, listing: Listing, told: Iterable[tuple[int, Iterable[Reason]]]) -> None:
    """Write what is new; the same answer to the same listing is written once.

    Most answers are old ones, for the market is looked at again and again: they are found by one read and not sent to
    the database. What a rival run writes meanwhile is a conflict to ignore.
    """
    answers = {rule_id: tuple(reasons) for rule_id, reasons in told}
    said = set(
        AutoInvestDecision.objects.filter(
            listing=listing, outcome=outcome, rule__in=list(answers)
        ).values_list("rule", "codes")
    )
    rows = [_decision(outcome, listing, rule_id, reasons) for rule_id, reasons in answers.items()]
    AutoInvestDecision.objects.bulk_create(
        [row for row in rows if (row.rule_id, row.codes) not in said], ignore_conflicts=True
    )


def _decision(outcome: str, listing: Listing, rule_id: int, reasons: Sequence[Reason]) -> AutoInvestDecision:
    return AutoInvestDecision(
        rule_id=rule_id,
        listing=listing,
        outcome=outcome,
        reasons=[asdict(reason) for reason in reasons],
        codes=" ".join(reason.code for reason in reasons),
        decided_at=clock.now(),
    )
