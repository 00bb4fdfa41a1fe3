"""Publish a version of a product."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from lending.domain.allocation import Component
from lending.domain.terms import Method, TermsError
from lending.models import Grade, Product, ProductVersion
from lending.models.product import ProductLine
from lending.queries.quotes import quote_loan
from lending.rate_cap import rate_cap_ppm


@dataclass(frozen=True)
class ProductDraft:
    """What a product version is made of; amounts in fen, rates in ppm a year, fees in ppm or fen a month."""

    code: str
    name_en: str
    name_zh: str
    summary_en: str
    summary_zh: str
    amount_min_fen: int
    amount_max_fen: int
    amount_step_fen: int
    term_choices: list[int]
    methods: list[str]
    rates_ppm: dict[str, int]
    overdue_rate_ppm: int
    monthly_fee_ppm: int = 0
    monthly_fee_fen: int = 0
    early_fee_ppm: int = 0
    grace_days: int = 3
    day_count: str = "30/360"
    instalment_rounding: str = ""
    level_last: bool = False
    bid_min_fen: int = 100_00
    bid_step_fen: int = 100_00
    funding_days: int = 20
    disburse_days: int = 3
    offer_days: int = 15
    line: str = ProductLine.CASH
    allocation: list[str] = field(
        default_factory=lambda: ["costs", "interest", "principal", "overdue_interest", "service_fee"]
    )


def publish_product(*, draft: ProductDraft, published_by: User | None) -> ProductVersion:
    """Publish a new version of the product; applications from now on use it, older ones keep theirs.

    Refuses (`over_the_cap`) a product that for any grade, term, method or amount would cost more than RULES
    `rate.cap` lets it, or bear an overdue rate above it; (`bad_product`) terms without a schedule.
    """
    today = clock.today()
    version = ProductVersion(published_at=clock.now(), published_by=published_by, **_fields(draft))
    _check_choices(draft)
    _check_cap(version, rate_cap_ppm(today))
    with transaction.atomic():
        product, _created = Product.objects.get_or_create(
            code=draft.code, defaults={"line": draft.line, "created_at": clock.now()}
        )
        newest = product.versions.aggregate(newest=Max("version"))["newest"] or 0
        version.product, version.version = product, newest + 1
        version.save()
        record_event("product.published", subject=version, actor=published_by, data={"code": product.code})
    return version


def _fields(draft: ProductDraft) -> dict[str, object]:
    return {name: value for name, value in vars(draft).items() if name not in {"code", "line"}}


def _check_choices(draft: ProductDraft) -> None:
    known = (
        set(draft.rates_ppm) <= set(Grade.values)
        and set(draft.methods) <= set(Method)
        and set(draft.allocation) <= set(Component)
    )
    if not (draft.rates_ppm and draft.methods and draft.term_choices and known):
        raise Refused("bad_product", _("A product names its grades, methods, terms and order of payment."))
    steps = (draft.amount_min_fen, draft.amount_max_fen, draft.amount_step_fen, draft.bid_min_fen)
    # A listing must be fillable by whole bids: nothing may be left that nobody can bid.
    if any(amount % draft.bid_step_fen for amount in steps) or draft.bid_min_fen > draft.bid_step_fen:
        raise Refused("bad_product", _("Amounts must be whole multiples of a bid's step."))


def _check_cap(version: ProductVersion, cap_ppm: int) -> None:
    """Quote every corner of the product: rounding weighs most on the smallest loan, days on the longest."""
    if version.overdue_rate_ppm > cap_ppm:
        raise Refused(
            "over_the_cap", _("The overdue rate is above the legal limit."), field="overdue_rate_ppm"
        )
    for rate_ppm in version.rates_ppm.values():
        for periods in version.term_choices:
            for method in version.methods:
                for amount_fen in (version.amount_min_fen, version.amount_max_fen):
                    _check_quote(version, amount_fen, rate_ppm, periods, method)


def _check_quote(version: ProductVersion, amount_fen: int, rate_ppm: int, periods: int, method: str) -> None:
    try:
        quote = quote_loan(
            version,
            amount_fen=amount_fen,
            rate_ppm=rate_ppm,
            periods=periods,
            method=method,
            on=clock.today(),
        )
    except TermsError as error:
        raise Refused("bad_product", str(error)) from error
    if quote.all_in_ppm > quote.cap_ppm:
        raise Refused(
            "over_the_cap",
            _("With all fees this product costs more than the law allows."),
            field="rates_ppm",
        )
