"""Bid on a listing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.esign.codes import IN_SESSION
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Signature, User
from accounts.numbers import next_number
from accounts.queries import Suitability, require_suitability
from accounts.restrictions import require_not_held, require_open_for_business
from accounts.rules import rule_value
from accounts.rules.calendar import working_days_after
from accounts.services.sign_document import put_signature
from accounts.states import move
from finance.queries.freezes import wallet_frozen
from finance.services.place_hold import place_hold
from lending.contracts.mandate import mandate_limits, proof_of_rule, terms_hash, text_of_bid
from lending.models import Application, AutoInvestRule, Bid, Listing, ProductVersion
from lending.models.product import ProductLine
from lending.queries.exposure import lent_by
from lending.risk_notice import require_notice_read

PREFIX = "BD"


@dataclass(frozen=True)
class _Wish:
    investor: User
    listing: Listing
    amount_fen: int
    notice_shown_at: dt.datetime
    today: dt.date
    auto_rule: AutoInvestRule | None = None

    @property
    def actor(self) -> User | None:
        """Who acts: the investor, or the system under the investor's authorisation."""
        return None if self.auto_rule else self.investor


def place_bid(
    *,
    investor: User,
    listing_number: str,
    amount_fen: int,
    notice_shown_at: dt.datetime,
    key: str,
    shown_hash: str = "",
) -> str:
    """Hold the investor's money for a share of the listing, sign the lender's side and return the bid's number.

    The bid that fills the listing closes it in the same transaction. `shown_hash` is of the terms and the mandate
    that a page showed (`terms_hash`); what is signed is what holds now. Refuses: terms other than the shown ones
    (`terms_changed`), no valid suitability or above its limits (RULES suitability), the risk notice not shown long
    enough (risk.popup), an own loan, a frozen wallet, a listing that takes no bids today, an amount outside the
    steps or above what is left, and too little money. The same press twice is one bid.
    """
    return run_once(
        actor=investor,
        command="place_bid",
        key=key,
        inputs={"listing": listing_number, "amount_fen": amount_fen},
        perform=lambda: (
            put_bid(
                investor=investor,
                listing_number=listing_number,
                amount_fen=amount_fen,
                notice_shown_at=notice_shown_at,
                key=key,
                shown_hash=shown_hash,
            ).number
        ),
    )


def put_bid(
    *,
    investor: User,
    listing_number: str,
    amount_fen: int,
    notice_shown_at: dt.datetime,
    key: str,
    auto_rule: AutoInvestRule | None = None,
    shown_hash: str = "",
) -> Bid:
    """Check and place one bid in the caller's transaction, for the investor or for a rule the investor authorised.

    The caller sees to it that the same wish comes here once. Refuses as `place_bid` does.
    """
    require_open_for_business(investor)
    require_not_held(investor, "bid")
    today = clock.lock_business_date()
    found = Listing.objects.filter(number=listing_number).values_list("pk", "application_id").first()
    if found is None:
        raise Refused("no_listing", _("This listing does not exist."))
    application = lock_one(Application.objects.filter(pk=found[1]))
    listing = lock_one(Listing.objects.filter(pk=found[0]))
    wish = _Wish(investor, listing, amount_fen, notice_shown_at, today, auto_rule)
    _check_listing(wish)
    if shown_hash and shown_hash != terms_hash(listing, mandate_limits(today)):
        raise Refused(
            "terms_changed", _("The terms have changed since you saw them. Please read them again.")
        )
    limits = _check_investor(wish)
    bid = _hold(wish, limits, key)
    # The hold has locked the wallet, so a rival bid of the same investor elsewhere is either counted here or waits.
    if lent_by(investor, listing.pk).in_all_fen > limits.total_fen:
        raise Refused(
            "over_total_limit",
            _("With this bid you would lend more than your investor type allows in all."),
            field="amount",
        )
    _sign(bid, auto_rule)
    _count(wish, application)
    data: dict[str, Any] = {"listing": listing.number, "amount_fen": amount_fen}
    if auto_rule is not None:
        data["rule"] = auto_rule.number
    record_event("bid.placed", subject=bid, actor=wish.actor, data=data)
    return bid


def _check_listing(wish: _Wish) -> None:
    listing, version = wish.listing, wish.listing.product_version
    if not listing.takes_bids_on(wish.today):
        raise Refused("not_open", _("This listing takes no more bids."))
    if not rule_value("regime", on=wish.today)["listings_open"]:
        raise Refused("market_closed", _("Under the rules in force no listing takes bids."))
    if wish.amount_fen < version.bid_min_fen or wish.amount_fen % version.bid_step_fen:
        raise Refused("bid_step", _("Bid a whole number of hundreds of yuan."), field="amount")
    if wish.amount_fen > listing.remaining_fen:
        raise Refused("too_much", _("Less than that is left of this listing."), field="amount")


def _check_investor(wish: _Wish) -> Suitability:
    investor, listing = wish.investor, wish.listing
    if not investor.is_customer or investor.identity_verified_at is None:
        raise Refused("identity_missing", _("Please verify your identity first."))
    if investor.pk == listing.borrower_id or investor.person_id == listing.borrower.person_id:
        raise Refused("own_loan", _("You cannot lend to yourself."))
    require_notice_read(wish.notice_shown_at)
    if wallet_frozen(investor) is not None:
        raise Refused("wallet_frozen", _("Your wallet is frozen; please contact customer service."))
    limits = require_suitability(investor, wish.today)
    if lent_by(investor, listing.pk).to_listing_fen + wish.amount_fen > limits.per_loan_fen:
        raise Refused(
            "over_loan_limit",
            _("With this bid you would lend more to one loan than your investor type allows."),
            field="amount",
        )
    return limits


def _hold(wish: _Wish, limits: Suitability, key: str) -> Bid:
    number = next_number(PREFIX)
    hold = place_hold(
        owner=wish.investor,
        amount_fen=wish.amount_fen,
        purpose="bid",
        reference=number,
        key=f"bid:{wish.investor.number}:{key}",
        actor=wish.actor,
    )
    return Bid.objects.create(
        number=number,
        listing=wish.listing,
        investor=wish.investor,
        amount_fen=wish.amount_fen,
        auto_rule=wish.auto_rule,
        hold=hold,
        suitability_type=limits.type,
        risk_notice_at=wish.notice_shown_at,
        placed_at=clock.now(),
        placed_on=wish.today,
    )


def _sign(bid: Bid, auto_rule: AutoInvestRule | None) -> None:
    """Sign the lender's side: by the confirmation that placed the bid, or under the rule's authorisation."""
    put_signature(
        signer=bid.investor,
        capacity=Signature.Capacity.LENDER,
        text=text_of_bid(bid),
        proof=IN_SESSION if auto_rule is None else proof_of_rule(auto_rule),
    )


def _count(wish: _Wish, application: Application) -> None:
    """Add the bid to the locked listing; the last one closes it and moves the application along."""
    listing = wish.listing
    counted: dict[str, Any] = {
        "bid_fen": listing.bid_fen + wish.amount_fen,
        "bid_count": listing.bid_count + 1,
    }
    if counted["bid_fen"] < listing.amount_fen:
        Listing.objects.filter(pk=listing.pk, status=Listing.Status.OPEN).update(**counted)
        return
    window = _days_to_pay_out(listing.product_version, wish.today)
    move(
        listing,
        Listing.Status.FULL,
        actor=wish.actor,
        full_at=clock.now(),
        full_on=wish.today,
        disburse_by_on=working_days_after(wish.today, window),
        **counted,
    )
    move(application, Application.Status.FUNDED, actor=wish.actor, data={"listing": listing.number})


def _days_to_pay_out(version: ProductVersion, today: dt.date) -> int:
    """Return the working days in which a full listing is paid out: goods have their days for the delivery."""
    if version.product.line == ProductLine.GOODS:
        return version.delivery_days
    return min(version.disburse_days, int(rule_value("disbursement.window", on=today)["working_days"]))
