"""Open a listing in the market for an accepted application."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from accounts.rules import rule_value
from accounts.rules.calendar import working_days_after
from accounts.states import move
from lending.disclosure import disclosure_of
from lending.limits import lock_limits, region_of, tell_soft_breaches
from lending.models import Application, BorrowerStanding, Listing
from lending.readiness import missing_for_funding
from lending.standing_lock import lock_standing

PREFIX = "LS"


def list_application(*, application: Application, actor: User | None) -> Listing:
    """Open the listing, for as many working days as the law and the product leave (RULES funding.window).

    Refuses, naming what is missing, without a current decision and standing, met conditions and free limits;
    a second call returns the same listing.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        standing = lock_standing(application.borrower)
        lock_limits(application)
        row = lock_one(Application.objects.filter(pk=application.pk))
        listed = Listing.objects.filter(application=row).first()
        if listed is not None:
            return listed
        if row.status != Application.Status.ACCEPTED:
            raise Refused("not_accepted", _("The borrower has not accepted an offer."))
        return open_listing(row, standing, actor=actor, today=today)


def open_listing(
    row: Application, standing: BorrowerStanding, *, actor: User | None, today: dt.date
) -> Listing:
    """Create the listing of an accepted application; the caller holds the locks of standing, limits and application."""
    decision = row.decision
    if decision is None or decision.amount_fen is None or decision.rate_ppm is None:
        raise Refused("decision_missing", _("There is no approval."))
    for missing in missing_for_funding(row, standing, amount_fen=decision.amount_fen, on=today):
        raise Refused(missing.code, missing.label)
    if not rule_value("regime", on=today)["listings_open"]:
        raise Refused("market_closed", _("Under the rules in force no listing opens."))
    window = min(row.product_version.funding_days, rule_value("funding.window", on=today)["working_days"])
    listing = Listing.objects.create(
        number=next_number(PREFIX),
        application=row,
        borrower=row.borrower,
        product_version=row.product_version,
        amount_fen=decision.amount_fen,
        rate_ppm=decision.rate_ppm,
        grade=decision.grade,
        periods=row.periods or 0,
        method=row.method,
        purpose=row.purpose,
        region=region_of(row.borrower),
        disclosure=disclosure_of(row, today),
        opened_at=clock.now(),
        opened_on=today,
        closes_on=working_days_after(today, window),
    )
    tell_soft_breaches(row, listing.amount_fen, actor=actor, at="listing")
    record_event("listing.opened", subject=listing, actor=actor, data={"amount_fen": listing.amount_fen})
    move(row, Application.Status.LISTED, actor=actor, data={"listing": listing.number})
    return listing
