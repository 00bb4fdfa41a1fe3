"""Publish a version of a product."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from lending.domain.allocation import Component
from lending.domain.terms import DayCount, Method, TermsError
from lending.models import Application, Grade, Product, ProductVersion
from lending.models.application_paper import ASKABLE
from lending.models.product import ProductLine
from lending.product_draft import ProductDraft
from lending.queries.product_figures import product_figures


def publish_product(*, draft: ProductDraft, published_by: User | None) -> ProductVersion:
    """Publish a new version of the product; applications from now on use it, older ones keep theirs.

    Refuses (`over_the_cap`) a product that for any grade, term, method or amount would cost more than RULES
    `rate.cap` lets it, or bear an overdue rate above it; (`bad_product`) terms without a schedule.
    """
    version = check_product(draft)
    version.published_at, version.published_by = clock.now(), published_by
    with transaction.atomic():
        product, _created = Product.objects.get_or_create(
            code=draft.code, defaults={"line": draft.line, "created_at": clock.now()}
        )
        newest = product.versions.aggregate(newest=Max("version"))["newest"] or 0
        version.product, version.version = product, newest + 1
        version.save()
        record_event("product.published", subject=version, actor=published_by, data={"code": product.code})
    return version


def check_product(draft: ProductDraft) -> ProductVersion:
    """Return the version the draft would become, not stored; refuses what `publish_product` refuses."""
    _check_choices(draft)
    version = version_of(draft)
    _check_cap(version)
    return version


def version_of(draft: ProductDraft) -> ProductVersion:
    """Return the version a draft describes, neither checked nor stored."""
    return ProductVersion(
        **{name: value for name, value in vars(draft).items() if name not in {"code", "line"}}
    )


def _check_choices(draft: ProductDraft) -> None:
    known = (
        set(draft.rates_ppm) <= set(Grade.values)
        and set(draft.methods) <= set(Method)
        and set(draft.allocation) <= set(Component)
        and set(draft.purposes_excluded) <= set(Application.Purpose.values)
        and set(draft.employments) <= set(Application.Employment.values)
        and set(draft.papers_needed) <= set(ASKABLE)
        and draft.day_count in set(DayCount)
        and set(draft.term_premiums_ppm) <= {str(term) for term in draft.term_choices}
    )
    if not (draft.rates_ppm and draft.methods and draft.term_choices and known):
        raise Refused("bad_product", _("A product names its grades, methods, terms and order of payment."))
    steps = (draft.amount_min_fen, draft.amount_max_fen, draft.amount_step_fen, draft.bid_min_fen)
    if draft.amount_min_fen > draft.amount_max_fen or draft.age_min > draft.age_max_at_end:
        raise Refused("bad_product", _("The smallest value is above the largest."))
    if draft.is_interest_paid_by_dealer and draft.line != ProductLine.GOODS:
        raise Refused("bad_product", _("Only where goods are sold is there a dealer to pay the interest."))
    # A listing must be fillable by whole bids: nothing may be left that nobody can bid.
    if any(amount % draft.bid_step_fen for amount in steps) or draft.bid_min_fen > draft.bid_step_fen:
        raise Refused("bad_product", _("Amounts must be whole multiples of a bid's step."))


def _check_cap(version: ProductVersion) -> None:
    """Look at every corner of the product: rounding weighs most on the smallest loan, days on the longest."""
    try:
        figures = product_figures(version, clock.today())
    except TermsError as error:
        raise Refused("bad_product", str(error)) from error
    if version.overdue_rate_ppm > figures.cap_ppm:
        raise Refused(
            "over_the_cap", _("The overdue rate is above the legal limit."), field="overdue_rate_ppm"
        )
    if figures.is_over:
        raise Refused(
            "over_the_cap",
            _("With all fees this product costs more than the law allows."),
            field="rates_ppm",
        )
