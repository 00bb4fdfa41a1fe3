"""Automatic investing as it stands: whose turn it is, what matches, and what was decided."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import User
from accounts.queries import Suitability, suitabilities_of
from accounts.restrictions import held_among
from finance.queries.freezes import frozen_among
from finance.queries.wallets import EMPTY, WalletBalance, wallet_balances
from lending.domain.auto_invest import Offered, Purse, Reason, Verdict, Wishes, judge
from lending.models import AutoInvestDecision, AutoInvestRule, Bid, Claim, GoodsOrder, Listing

# A page shows at most this many listings; a market with more is looked at through its filters.
PREVIEW_CAP = 60


def rules_of(investor: User) -> "QuerySet[AutoInvestRule]":
    """Return an investor's rules, newest first."""
    return AutoInvestRule.objects.filter(investor=investor).order_by("-pk")


def waiting_rules(on: dt.date) -> "QuerySet[AutoInvestRule]":
    """Return the rules in force in the order of the queue: whoever has waited longest since the last lot first."""
    active = AutoInvestRule.objects.filter(status=AutoInvestRule.Status.ACTIVE, expires_on__gte=on)
    return active.select_related("investor").order_by("queued_at", "pk")


def places_of(rules: Iterable[AutoInvestRule], on: dt.date) -> dict[int, int]:
    """Return for each of these rules its place in the queue, 1 for the next; none for what does not wait."""
    waiting = AutoInvestRule.objects.filter(status=AutoInvestRule.Status.ACTIVE, expires_on__gte=on)
    earlier = waiting.filter(
        Q(queued_at__lt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__lt=OuterRef("pk"))
    )
    ahead = Subquery(earlier.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n"))
    wanted = waiting.filter(pk__in=[rule.pk for rule in rules])
    return {pk: n + 1 for pk, n in wanted.annotate(ahead=ahead).values_list("pk", "ahead")}


def decisions_of(rule: AutoInvestRule) -> "QuerySet[AutoInvestDecision]":
    """Return the log of a rule."""
    return AutoInvestDecision.objects.filter(rule=rule).select_related("listing", "bid")


def bid_by_rules(rule_ids: Iterable[int]) -> dict[int, int]:
    """Return how much of each rule's total is used: bids held or lent, in fen."""
    bids = Bid.objects.filter(auto_rule__in=list(rule_ids)).exclude(status=Bid.Status.RELEASED)
    return {
        row["auto_rule"]: row["total"] for row in bids.values("auto_rule").annotate(total=Sum("amount_fen"))
    }


@dataclass
class Positions:
    """What some investors have, lent and bid, seen from some listings; fen, by id."""

    balances: dict[int, WalletBalance]
    suitabilities: dict[int, Suitability]
    frozen: set[int]
    held: set[int]
    in_all: dict[int, int] = field(default_factory=dict)
    here: dict[tuple[int, int], int] = field(default_factory=dict)
    to_borrower: dict[tuple[int, int], int] = field(default_factory=dict)
    for_dealer: dict[tuple[int, str], int] = field(default_factory=dict)
    by_rule: dict[int, int] = field(default_factory=dict)
    rule_bids: set[tuple[int, int]] = field(default_factory=set)

    def obstacle(self, investor: User) -> str:
        """Return the code of what keeps an investor from any bid at all; nothing when bids are free."""
        if investor.identity_verified_at is None:
            return "identity"
        if investor.restricted_at is not None:
            return "restricted"
        if investor.pk in self.held:
            return "held"
        if investor.pk in self.frozen:
            return "frozen"
        return "" if investor.pk in self.suitabilities else "suitability"

    def purse(self, investor: User, listing: Listing, rule: AutoInvestRule | None) -> Purse:
        """Return what one investor may count on before one listing."""
        limits = self.suitabilities[investor.pk]
        borrower = listing.borrower
        return Purse(
            available_fen=self.balances.get(investor.pk, EMPTY).available_fen,
            lent_here_fen=self.here.get((investor.pk, listing.pk), 0),
            lent_to_borrower_fen=self.to_borrower.get((investor.pk, borrower.pk), 0),
            lent_for_dealer_fen=self.for_dealer.get((investor.pk, dealer_of(listing)), 0),
            lent_in_all_fen=self.in_all.get(investor.pk, 0),
            lent_by_rule_fen=self.by_rule.get(rule.pk, 0) if rule else 0,
            limit_per_loan_fen=limits.per_loan_fen,
            limit_total_fen=limits.total_fen,
            is_own_loan=investor.pk == borrower.pk or investor.person_id == borrower.person_id,
            has_bid_here=rule is not None and (rule.pk, listing.pk) in self.rule_bids,
        )


def read_positions(
    investors: Iterable[User], listings: Sequence[Listing], rules: Sequence[AutoInvestRule], on: dt.date
) -> Positions:
    """Read what these investors and rules stand at before these listings, in a constant number of queries."""
    ids = sorted({investor.pk for investor in investors})
    found = Positions(
        wallet_balances(ids), suitabilities_of(ids, on), frozen_among(ids), held_among(ids, "bid")
    )
    borrowers = {listing.borrower_id for listing in listings}
    claims = Claim.objects.filter(holder__in=ids).exclude(status=Claim.Status.SETTLED)
    dealer = dealer_number("loan__application")
    for holder, borrower, sold_by, fen in (
        claims.values_list("holder", "loan__borrower", dealer)
        .annotate(total=Sum("outstanding_fen"))
        .order_by()
    ):
        _add(found, holder, borrower, sold_by, fen, borrowers)
    bids = Bid.objects.filter(investor__in=ids)
    held = bids.filter(status=Bid.Status.HELD)
    dealer = dealer_number("listing__application")
    for investor, borrower, sold_by, fen in (
        held.values_list("investor", "listing__borrower", dealer).annotate(total=Sum("amount_fen")).order_by()
    ):
        _add(found, investor, borrower, sold_by, fen, borrowers)
    here = bids.filter(listing__in=[listing.pk for listing in listings])
    for investor, listing_id, rule_id, status, fen in here.values_list(
        "investor", "listing", "auto_rule", "status", "amount_fen"
    ):
        if status != Bid.Status.RELEASED:
            found.here[investor, listing_id] = found.here.get((investor, listing_id), 0) + fen
        if rule_id is not None:
            found.rule_bids.add((rule_id, listing_id))
    found.by_rule = bid_by_rules(rule.pk for rule in rules)
    return found


def dealer_number(application: str) -> Subquery:
    """Return the number of the dealer who sells what an application (named by its column) pays for, if one does."""
    return Subquery(GoodsOrder.objects.filter(application=OuterRef(application)).values("dealer__number")[:1])


def dealer_of(listing: Listing) -> str:
    """Return the number of the dealer of a listing that was read by `bidding_listings`; empty for a cash loan."""
    return getattr(listing, "dealer_number", None) or ""


def _add(
    found: Positions, investor: int, borrower: int, dealer: str | None, fen: int, borrowers: set[int]
) -> None:
    found.in_all[investor] = found.in_all.get(investor, 0) + fen
    if dealer:
        found.for_dealer[investor, dealer] = found.for_dealer.get((investor, dealer), 0) + fen
    if borrower in borrowers:
        key = (investor, borrower)
        found.to_borrower[key] = found.to_borrower.get(key, 0) + fen


def offered(listing: Listing) -> Offered:
    """Return what a listing offers, for the arithmetic."""
    version = listing.product_version
    return Offered(
        grade=listing.grade,
        line=version.product.line,
        periods=listing.periods,
        rate_ppm=listing.rate_ppm,
        left_fen=listing.remaining_fen,
        bid_min_fen=version.bid_min_fen,
        bid_step_fen=version.bid_step_fen,
        dealer=dealer_of(listing),
    )


def judge_rule(rule: AutoInvestRule, listing: Listing, positions: Positions, on: dt.date) -> Verdict:
    """Return what a rule makes of a listing; an investor who may not bid at all is the only reason then."""
    obstacle = positions.obstacle(rule.investor)
    if obstacle:
        return Verdict((Reason(obstacle),), 0)
    return judge(rule.wishes, offered(listing), positions.purse(rule.investor, listing, rule), on)


def bidding_listings(on: dt.date) -> "QuerySet[Listing]":
    """Return the listings that take bids on a day, oldest first."""
    taking = Listing.objects.filter(status=Listing.Status.OPEN, closes_on__gte=on)
    taking = taking.annotate(dealer_number=dealer_number("application"))
    return taking.select_related("product_version__product", "borrower").order_by("pk")


@dataclass(frozen=True)
class Preview:
    """What a scope makes of the market now; `obstacle` is what keeps the investor from any bid."""

    obstacle: str
    verdicts: list[tuple[Listing, Verdict]]

    @property
    def matching(self) -> list[tuple[Listing, Verdict]]:
        return [one for one in self.verdicts if one[1].matches]

    @property
    def left_out(self) -> list[tuple[Listing, Verdict]]:
        return [one for one in self.verdicts if not one[1].matches]


def preview(investor: User, wishes: Wishes, on: dt.date, *, rule: AutoInvestRule | None = None) -> Preview:
    """Return what matches now and why each other listing does not, each looked at for itself."""
    listings = list(bidding_listings(on)[:PREVIEW_CAP])
    positions = read_positions([investor], listings, [rule] if rule else [], on)
    obstacle = positions.obstacle(investor)
    if obstacle:
        return Preview(obstacle, [])
    verdicts = [
        (listing, judge(wishes, offered(listing), positions.purse(investor, listing, rule), on))
        for listing in listings
    ]
    return Preview("", verdicts)
