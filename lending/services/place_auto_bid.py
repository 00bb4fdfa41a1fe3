"""Bid on a listing under an investor's authorisation."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from finance.queries.wallets import wallet_balance
from lending.domain.auto_invest import Reason, Verdict
from lending.models import AutoInvestDecision, AutoInvestRule, Bid, GoodsOrder
from lending.queries.auto_invest import bidding_listings, judge_rule, read_positions
from lending.queries.exposure import lent_for_dealer, lent_to_borrower
from lending.services.place_bid import put_bid


def place_auto_bid(*, rule_id: int, listing_id: int, amount_fen: int) -> Bid:
    """Place a rule's bid and log the decision; a second call finds the first bid.

    The rule is locked and judged anew, so a pause, an end or a smaller room counts up to the last moment; nothing is
    done beyond the authorisation (RULES auto.consent). Refuses (`rule_not_active`, `no_room`) and as `place_bid` does.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        rule = lock_one(AutoInvestRule.objects.filter(pk=rule_id))
        earlier = Bid.objects.filter(auto_rule=rule, listing=listing_id).first()
        if earlier is not None:
            return earlier
        if rule.status != AutoInvestRule.Status.ACTIVE or rule.expires_on < today:
            raise Refused("rule_not_active", _("This rule does not invest."))
        listing = bidding_listings(today).filter(pk=listing_id).first()
        if listing is None:
            raise Refused("not_open", _("This listing takes no more bids."))
        verdict = judge_rule(rule, listing, read_positions([rule.investor], [listing], [rule], today), today)
        if verdict.room_fen < amount_fen:
            raise Refused("no_room", _("The rule leaves no room for this bid."))
        bid = put_bid(
            investor=rule.investor,
            listing_number=listing.number,
            amount_fen=amount_fen,
            notice_shown_at=rule.risk_notice_at,
            key=f"auto:{rule.number}:{listing.number}",
            auto_rule=rule,
        )
        _check_what_is_left(rule, bid)
        AutoInvestDecision.objects.create(
            rule=rule,
            listing=listing,
            outcome=AutoInvestDecision.Outcome.BID,
            reasons=[asdict(_bound(verdict, amount_fen))],
            codes="",
            bid=bid,
            decided_at=clock.now(),
        )
    return bid


def _bound(verdict: Verdict, amount_fen: int) -> Reason:
    """Tell why the bid is no larger: the limit that leaves the least, or the rounds of the queue."""
    code = verdict.bound_by if verdict.room_fen == amount_fen else "queue"
    return Reason(f"as_much_as_{code}", verdict.room_fen, amount_fen)


def _check_what_is_left(rule: AutoInvestRule, bid: Bid) -> None:
    """Look at the limits of money again: the bid has locked the wallet, so a rival bid is counted here or waits."""
    lent_fen = lent_to_borrower(rule.investor, bid.listing.borrower)
    is_over = (
        wallet_balance(rule.investor_id).available_fen < rule.keep_fen or lent_fen > rule.per_borrower_fen
    )
    if is_over or _is_over_for_dealer(rule, bid):
        raise Refused("no_room", _("The rule leaves no room for this bid."))


def _is_over_for_dealer(rule: AutoInvestRule, bid: Bid) -> bool:
    if not rule.per_dealer_fen:
        return False
    order = GoodsOrder.objects.filter(application=bid.listing.application_id).select_related("dealer").first()
    return order is not None and lent_for_dealer(rule.investor, order.dealer) > rule.per_dealer_fen
