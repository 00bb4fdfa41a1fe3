"""Pay a fully funded loan out."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.numbers import next_number, next_numbers
from accounts.states import move, move_many
from finance import chart
from finance.chart import AccountRef
from finance.posting import PostedEntry, TransferInput
from finance.services.settle_holds import settle_holds
from lending.instalments import instalment_of
from lending.models import (
    Application,
    Bid,
    BorrowerStanding,
    Claim,
    Instalment,
    Listing,
    Loan,
    ScheduleVersion,
)
from lending.models.product import ProductLine
from lending.queries.quotes import Quote, quote_loan
from lending.readiness import missing_for_funding
from lending.standing_lock import lock_standing

LOAN_PREFIX = "LN"
CLAIM_PREFIX = "CL"


@dataclass(frozen=True)
class LockedListing:
    """A listing about to be paid out, with everything its payout rests on, locked."""

    standing: BorrowerStanding
    application: Application
    listing: Listing
    today: dt.date


@dataclass(frozen=True)
class Payee:
    """Who gets the bids' money; `extra` moves on from there in the same entry, `hold_ids` are freed to it as well."""

    to: AccountRef
    extra: tuple[TransferInput, ...] = ()
    hold_ids: tuple[int, ...] = ()


def disburse_loan(*, listing_id: int, actor: User | None) -> Loan:
    """Turn a full listing into a loan: one transaction moves every bid's money, makes the claims and the schedule.

    The borrower gets the whole principal; nothing is deducted (RULES no.upfront). Standing, decision,
    conditions, holds and limits are checked again, and the rate against the day's cap; the refusal names what
    is missing and the listing stays full. A second call returns the same loan. The number of statements does
    not depend on the number of bids.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        listing = Listing.objects.select_related("borrower").get(pk=listing_id)
        standing = lock_standing(listing.borrower)
        application = lock_one(Application.objects.filter(pk=listing.application_id))
        listing = lock_one(Listing.objects.filter(pk=listing_id))
        paid_out = Loan.objects.filter(listing=listing).first()
        if paid_out is not None:
            return paid_out
        locked = LockedListing(standing, application, listing, today)
        if listing.product_version.product.line == ProductLine.GOODS:
            raise Refused("not_delivered", _("Goods are paid once the customer has accepted them."))
        quote = check_payout(locked)
        loan, _entry = pay_out(locked, quote, Payee(chart.wallet_available(listing.borrower)), actor)
    return loan


def pay_out(
    locked: LockedListing, quote: Quote, payee: Payee, actor: User | None
) -> tuple[Loan, PostedEntry]:
    """Make the loan of a listing whose locks the caller holds and which it has checked, and pay the payee."""
    listing = locked.listing
    loan = _make_loan(locked, quote)
    entry = _hand_over(locked, loan, payee, actor)
    move(listing, Listing.Status.CLOSED, actor=actor, data={"loan": loan.number}, ended_at=clock.now())
    move(locked.application, Application.Status.DISBURSED, actor=actor, data={"loan": loan.number})
    record_event(
        "loan.disbursed",
        subject=loan,
        actor=actor,
        data={"listing": listing.number, "principal_fen": loan.principal_fen},
    )
    return loan, entry


def check_payout(locked: LockedListing) -> Quote:
    """Return the quote of today if the listing may be paid out now; the refusal names what is missing."""
    listing = locked.listing
    if listing.status != Listing.Status.FULL:
        raise Refused("not_full", _("This listing is not fully funded."))
    for missing in missing_for_funding(
        locked.application,
        locked.standing,
        amount_fen=listing.amount_fen,
        on=locked.today,
        is_payout=True,
    ):
        raise Refused(missing.code, missing.label)
    quote = quote_loan(
        listing.product_version,
        amount_fen=listing.amount_fen,
        rate_ppm=listing.rate_ppm,
        periods=listing.periods,
        method=listing.method,
        on=locked.today,
    )
    if quote.all_in_ppm > quote.cap_ppm:
        raise Refused("over_the_cap", _("Today's legal limit is below the rate of this loan."))
    return quote


def _make_loan(locked: LockedListing, quote: Quote) -> Loan:
    listing, version, terms = locked.listing, locked.listing.product_version, quote.schedule.terms
    at = clock.now()
    loan = Loan.objects.create(
        number=next_number(LOAN_PREFIX),
        application=locked.application,
        listing=listing,
        borrower=listing.borrower,
        product_version=version,
        principal_fen=listing.amount_fen,
        outstanding_fen=listing.amount_fen,
        rate_ppm=listing.rate_ppm,
        cap_rate_ppm=quote.cap_ppm,
        # A cap that fell since the product was published holds for the overdue rate as well.
        overdue_rate_ppm=min(version.overdue_rate_ppm, quote.cap_ppm),
        grace_days=version.grace_days,
        grade=listing.grade,
        periods=listing.periods,
        method=listing.method,
        terms=terms.to_dict(),
        disbursed_on=locked.today,
        disbursed_at=at,
        matures_on=quote.schedule.rows[-1].due_on,
        closed_through_on=locked.today - dt.timedelta(days=1),
    )
    ScheduleVersion.objects.create(
        loan=loan, version=1, reason="disbursed", terms=terms.to_dict(), made_at=at, made_on=locked.today
    )
    Instalment.objects.bulk_create(instalment_of(loan, row, row.n) for row in quote.schedule.instalments)
    return loan


def _hand_over(locked: LockedListing, loan: Loan, payee: Payee, actor: User | None) -> PostedEntry:
    """Turn each held bid into a claim and its money into the payee's, in one entry of the loan's number."""
    listing = locked.listing
    bids = lock(Bid.objects.filter(listing=listing, status=Bid.Status.HELD))
    if sum(bid.amount_fen for bid in bids) != loan.principal_fen:
        raise Refused("bids_differ", _("The bids do not add up to the loan."))
    at = clock.now()
    claims = [
        Claim(
            number=number,
            loan=loan,
            holder_id=bid.investor_id,
            bid=bid,
            principal_fen=bid.amount_fen,
            outstanding_fen=bid.amount_fen,
            opened_on=locked.today,
            opened_at=at,
        )
        for number, bid in zip(next_numbers(CLAIM_PREFIX, len(bids)), bids, strict=True)
    ]
    Claim.objects.bulk_create(claims, batch_size=500)
    move_many(
        Bid,
        [bid.pk for bid in bids],
        from_=Bid.Status.HELD,
        to=Bid.Status.SETTLED,
        actor=actor,
        data={"listing": listing.number, "loan": loan.number},
        ended_at=at,
        end_reason="disbursed",
    )
    outstanding, owed = chart.loans_outstanding(), chart.investors_claims()
    memorandum = [TransferInput(outstanding, owed, claim.principal_fen, claim.number) for claim in claims]
    return settle_holds(
        hold_ids=[*(bid.hold_id for bid in bids), *payee.hold_ids],
        own_purpose_ids=payee.hold_ids,
        to=payee.to,
        kind="loan.disbursed",
        reference=loan.number,
        key=f"disburse:{listing.number}",
        extra=[*payee.extra, *memorandum],
        actor=actor,
    )
