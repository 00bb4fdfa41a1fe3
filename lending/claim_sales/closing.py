"""The step of the daily close that ends offers of claims; it comes after the day's payments."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from lending.services.expire_claim_offers import expire_claim_offers, find_offers_to_expire


def register_steps() -> None:
    """Add the step to every close."""
    register_step(
        CloseStep(
            "expire_claim_offers", _("Claims on offer that ran out"), 48, find_offers_to_expire, _expire
        )
    )


def _expire(day: dt.date, ids: list[int]) -> None:
    expire_claim_offers(business_date=day, offer_ids=ids)
