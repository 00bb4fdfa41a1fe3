"""Lending's steps of the daily close that concern applications and listings."""

import datetime as dt
import logging

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from accounts.errors import Refused
from lending.models import Application, AutoInvestRule, Listing
from lending.models.product import ProductLine
from lending.services.disburse_loan import disburse_loan
from lending.services.end_auto_rule import end_auto_rule
from lending.services.end_listing import end_listing
from lending.services.expire_offer import expire_offer

logger = logging.getLogger(__name__)


def register_steps() -> None:
    """Add the steps to every close."""
    register_step(CloseStep("expire_offers", _("Offers that ran out"), 100, _lapsed_offers, _expire_offers))
    register_step(
        CloseStep("expire_listings", _("Listings that ran out"), 110, _lapsed_listings, _expire_listings, 20)
    )
    register_step(
        CloseStep(
            "end_auto_rules", _("Rules of automatic investing that ran out"), 115, _lapsed_rules, _end_rules
        )
    )
    register_step(
        CloseStep("pay_out_or_cancel", _("Full listings not yet paid out"), 120, _full_listings, _pay_out, 20)
    )


def _lapsed_offers(day: dt.date, after_id: int, limit: int) -> list[int]:
    waiting = Application.objects.filter(pk__gt=after_id)
    lapsed = waiting.filter(status="approved", decision__offer_until_on__lte=day) | waiting.filter(
        status="accepted", decision__valid_until_on__lte=day
    )
    return list(lapsed.order_by("pk").values_list("pk", flat=True)[:limit])


def _expire_offers(day: dt.date, ids: list[int]) -> None:
    for application_id in ids:
        expire_offer(application_id=application_id)


def _lapsed_listings(day: dt.date, after_id: int, limit: int) -> list[int]:
    lapsed = Listing.objects.filter(pk__gt=after_id, status=Listing.Status.OPEN, closes_on__lte=day)
    return list(lapsed.order_by("pk").values_list("pk", flat=True)[:limit])


def _expire_listings(day: dt.date, ids: list[int]) -> None:
    for listing_id in ids:
        end_listing(listing_id=listing_id, to=Listing.Status.EXPIRED, reason="window_over", actor=None)


def _lapsed_rules(day: dt.date, after_id: int, limit: int) -> list[int]:
    running = AutoInvestRule.objects.filter(pk__gt=after_id).exclude(status=AutoInvestRule.Status.ENDED)
    return list(running.filter(expires_on__lte=day).order_by("pk").values_list("pk", flat=True)[:limit])


def _end_rules(day: dt.date, ids: list[int]) -> None:
    for rule_id in ids:
        end_auto_rule(rule_id=rule_id, reason="run_out", actor=None)


def _full_listings(day: dt.date, after_id: int, limit: int) -> list[int]:
    full = Listing.objects.filter(pk__gt=after_id, status=Listing.Status.FULL)
    return list(full.order_by("pk").values_list("pk", flat=True)[:limit])


def _pay_out(day: dt.date, ids: list[int]) -> None:
    """Try once more what could not be paid out on the day; after the last day the bids go back.

    Goods are paid at their delivery and not here.
    """
    for listing in (
        Listing.objects.filter(pk__in=ids).select_related("product_version__product").order_by("pk")
    ):
        if listing.product_version.product.line == ProductLine.GOODS:
            _end_if_late(listing, day, "not_delivered")
            continue
        try:
            disburse_loan(listing_id=listing.pk, actor=None)
        except Refused as refusal:
            logger.warning("%s is still not paid out: %s", listing.number, refusal.code)
            _end_if_late(listing, day, "not_disbursed")


def _end_if_late(listing: Listing, day: dt.date, reason: str) -> None:
    if listing.disburse_by_on is not None and listing.disburse_by_on <= day:
        end_listing(listing_id=listing.pk, to=Listing.Status.CANCELLED, reason=reason, actor=None)
