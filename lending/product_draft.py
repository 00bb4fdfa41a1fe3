"""What a product version is made of, before it is one."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from lending.models.product import ProductLine, ProductVersion


@dataclass(frozen=True)
class ProductDraft:
    """The parameters of a version; amounts in fen, rates in ppm a year, fees in ppm or fen a month."""

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
    term_premiums_ppm: dict[str, int] = field(default_factory=dict)
    purposes_excluded: list[str] = field(default_factory=list)
    age_min: int = 18
    age_max_at_end: int = 65
    employments: list[str] = field(default_factory=list)
    is_for_known_only: bool = False
    papers_needed: list[str] = field(default_factory=list)
    monthly_fee_ppm: int = 0
    monthly_fee_fen: int = 0
    early_fee_ppm: int = 0
    grace_days: int = 3
    overdue_most_ppm: int = 0
    cooling_days: int = 0
    day_count: str = "30/360"
    instalment_rounding: str = ""
    level_last: bool = False
    bid_min_fen: int = 100_00
    bid_step_fen: int = 100_00
    funding_days: int = 20
    disburse_days: int = 3
    offer_days: int = 15
    down_payment_min_ppm: int = 0
    delivery_days: int = 10
    return_days: int = 7
    merchant_fee_ppm: int = 0
    retention_ppm: int = 0
    retention_periods: int = 0
    is_interest_paid_by_dealer: bool = False
    line: str = ProductLine.CASH
    allocation: list[str] = field(
        default_factory=lambda: ["costs", "interest", "principal", "overdue_interest", "service_fee"]
    )

    def values(self) -> dict[str, Any]:
        """Return the parameters by name, as a proposal keeps them."""
        return asdict(self)


def draft_from(values: dict[str, Any]) -> ProductDraft:
    """Return the draft a proposal keeps."""
    return ProductDraft(**values)


def draft_of(version: ProductVersion) -> ProductDraft:
    """Return a published version as the draft of the next one."""
    own = {
        one.name: getattr(version, one.name)
        for one in fields(ProductDraft)
        if one.name not in {"code", "line"}
    }
    return ProductDraft(code=version.product.code, line=version.product.line, **own)
