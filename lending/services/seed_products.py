"""Give a new company its first products."""

from dataclasses import replace

from lending.models import Product, ProductVersion
from lending.models.product import ProductLine
from lending.product_draft import ProductDraft
from lending.services.publish_product import publish_product

STEADY = ProductDraft(
    code="steady",
    name_en="Steady instalments",
    name_zh="安心分期",
    summary_en="For larger everyday purchases: one fixed plan, paid back month by month.",
    summary_zh="适合大额日常消费：还款计划清清楚楚，按月偿还。",
    amount_min_fen=1_000_00,
    amount_max_fen=50_000_00,
    amount_step_fen=100_00,
    term_choices=[3, 6, 12, 18, 24],
    methods=["equal_instalment", "equal_principal"],
    rates_ppm={"A": 66_000, "B": 74_000, "C": 82_000, "D": 92_000},
    monthly_fee_ppm=600,
    overdue_rate_ppm=110_000,
    grace_days=3,
)
SHORT = ProductDraft(
    code="short",
    name_en="Short-term cash",
    name_zh="短期周转",
    summary_en="For a few months: pay the interest monthly and the principal at the end, or all at the end.",
    summary_zh="适合短期用款：按月付息、到期还本，或到期一次还清。",
    amount_min_fen=500_00,
    amount_max_fen=10_000_00,
    amount_step_fen=100_00,
    term_choices=[1, 2, 3, 6],
    methods=["interest_only", "bullet"],
    rates_ppm={"A": 72_000, "B": 82_000, "C": 94_000, "D": 108_000},
    overdue_rate_ppm=110_000,
    grace_days=3,
)
HOME = ProductDraft(
    code="home",
    line=ProductLine.GOODS,
    name_en="Home instalments",
    name_zh="家居分期",
    summary_en="For furniture, appliances and electronics from an admitted dealer: take them home, pay month by month.",
    summary_zh="在合作商家购买家具、家电和数码产品：先收货，按月还款。",
    amount_min_fen=1_000_00,
    amount_max_fen=50_000_00,
    amount_step_fen=100_00,
    term_choices=[3, 6, 12],
    methods=["equal_instalment", "equal_principal"],
    rates_ppm={"A": 66_000, "B": 74_000, "C": 82_000, "D": 92_000},
    overdue_rate_ppm=110_000,
    grace_days=3,
    down_payment_min_ppm=100_000,
    merchant_fee_ppm=30_000,
    retention_ppm=50_000,
    retention_periods=3,
)

HOME_FREE = replace(
    HOME,
    code="home-free",
    name_en="Home instalments, interest paid by the dealer",
    name_zh="家居分期·商家贴息",
    summary_en="Buy from an admitted dealer and pay the price in instalments: the dealer pays the interest for you.",
    summary_zh="在合作商家购物，按月分期付清价款：利息由商家替您支付。",
    merchant_fee_ppm=20_000,
    is_interest_paid_by_dealer=True,
)


def seed_products() -> list[ProductVersion]:
    """Publish the company's cash products and its plans for goods; a product that is there already stays as it is."""
    return [
        publish_product(draft=draft, published_by=None)
        for draft in (STEADY, SHORT, HOME, HOME_FREE)
        if not Product.objects.filter(code=draft.code).exists()
    ]
