"""The lines of the balance sheets and the income statement, and which line each built-in code stands in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.chart import COMPANY, CUSTODY, MEMORANDUM


@dataclass(frozen=True)
class StatementLine:
    """A line takes accounts of one kind and one book; a published chart says which."""

    code: str
    name: Promise
    kind: str
    book: str


LINES: tuple[StatementLine, ...] = (
    StatementLine("custody_bank", _("Custody bank"), "asset", CUSTODY),
    StatementLine("wallets", _("Customers' wallets"), "liability", CUSTODY),
    StatementLine("in_transit", _("Payouts in transit"), "liability", CUSTODY),
    StatementLine("suspense", _("Receipts in suspense"), "liability", CUSTODY),
    StatementLine("tax_withheld", _("Tax withheld"), "liability", CUSTODY),
    StatementLine("company_money", _("The company's own money in custody"), "liability", CUSTODY),
    StatementLine("bank", _("Money at the bank"), "asset", COMPANY),
    StatementLine("due_from_custody", _("Due from custody"), "asset", COMPANY),
    StatementLine("receivables", _("Other receivables"), "asset", COMPANY),
    StatementLine("fixed_assets", _("Fixed assets"), "asset", COMPANY),
    StatementLine("other_assets", _("Other assets"), "asset", COMPANY),
    StatementLine("taxes", _("Taxes payable"), "liability", COMPANY),
    StatementLine("wages", _("Wages payable"), "liability", COMPANY),
    StatementLine("payables", _("Other payables"), "liability", COMPANY),
    StatementLine("capital", _("Paid-in capital"), "equity", COMPANY),
    StatementLine("retained", _("Retained earnings"), "equity", COMPANY),
    StatementLine("service_income", _("Income from services"), "income", COMPANY),
    StatementLine("transfer_income", _("Income from claim transfers"), "income", COMPANY),
    StatementLine("overdue_income", _("Share of overdue interest"), "income", COMPANY),
    StatementLine("other_income", _("Other income"), "income", COMPANY),
    StatementLine("customer_costs", _("Rewards and refunds to customers"), "cost", COMPANY),
    StatementLine("staff_costs", pgettext_lazy("of the income statement", "Staff"), "cost", COMPANY),
    StatementLine("operating_costs", _("Running costs"), "cost", COMPANY),
    StatementLine("bank_charges", _("Bank charges"), "cost", COMPANY),
    StatementLine("other_costs", _("Other costs"), "cost", COMPANY),
    StatementLine("loans", _("Loans outstanding"), "asset", MEMORANDUM),
    StatementLine("written_off_loans", _("Loans written off but owed"), "asset", MEMORANDUM),
    StatementLine("claims", _("Investors' claims"), "liability", MEMORANDUM),
    StatementLine("written_off_claims", _("Claims written off but owed"), "liability", MEMORANDUM),
)
LINE_OF: dict[str, StatementLine] = {line.code: line for line in LINES}

# Where the built-in codes stand until a published chart says otherwise.
BUILT_IN: dict[str, str] = {
    "1001": "custody_bank",
    "2001": "wallets",
    "2002": "wallets",
    "2101": "in_transit",
    "2190": "company_money",
    "2401": "suspense",
    "2402": "tax_withheld",
    "1002": "bank",
    "1003": "due_from_custody",
    "1221": "receivables",
    "2221": "taxes",
    "3001": "capital",
    "3104": "retained",
    "4001": "service_income",
    "4002": "service_income",
    "4003": "transfer_income",
    "4004": "service_income",
    "4005": "overdue_income",
    "4006": "service_income",
    "4007": "service_income",
    "4099": "other_income",
    "5001": "customer_costs",
    "5002": "customer_costs",
    "5003": "bank_charges",
    "5099": "other_costs",
    "1301": "loans",
    "1302": "written_off_loans",
    "2301": "claims",
    "2302": "written_off_claims",
}


def fits(line: str, kind: str, book: str) -> bool:
    """Tell whether accounts of a kind and a book may stand in a line."""
    found = LINE_OF.get(line)
    return found is not None and (found.kind, found.book) == (kind, book)
