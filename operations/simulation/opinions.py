"""What a reviewer writes about a case of the demo company: its own figures, in words that are not always the same."""

from accounts.web.formats import yuan
from risk.models import CreditCase

# By how much of the income other debts take already; each in two ways of saying it.
LIGHT = (
    "收入稳定，月还其他债务仅%(debt)s，负债轻，建议批准。",
    "其他债务月供%(debt)s，相对月收入%(income)s压力不大，同意。",
)
HEAVY = (
    "月收入%(income)s，其他债务月供%(debt)s，负债偏高，建议谨慎。",
    "其他债务月供%(debt)s已占收入一部分，请审批时留意总额度。",
)
# From this share of the income on a debt weighs, as one part in so many.
HEAVY_PART = 10
SHORT_MONTHS = 12
SHORT = "现职%(months)s个月，时间较短，已电话核实在职。"
STEADY = "现职%(months)s个月，工作稳定。"


def opinion_on(case: CreditCase) -> str:
    """Return an opinion from what the application says."""
    application = case.application
    income_fen, debt_fen = application.monthly_income_fen or 0, application.monthly_debt_fen or 0
    months = application.employed_months or 0
    ways = HEAVY if debt_fen * HEAVY_PART > income_fen else LIGHT
    words = (SHORT if months < SHORT_MONTHS else STEADY) + ways[case.pk % len(ways)]
    return words % {"months": months, "income": yuan(income_fen), "debt": yuan(debt_fen)}
