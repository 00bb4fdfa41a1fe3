"""The lines of the balance sheets and the income statement, and which line each built-in code stands in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.chart import COMPANY, CUSTODY, MEMORANDUM


@dataclass(frozen=True)
class ReportLine:
    """A line takes accounts of one kind and one book; a published chart says which."""

    code: str
    name: Promise
    kind: str
    book: str


LINES: tuple[ReportLine, ...] = (
    ReportLine("custody_bank", _("Custody bank"), "asset", CUSTODY),
    ReportLine("wallets", _("Customers' wallets"), "liability", CUSTODY),
    ReportLine("in_transit", _("Payouts in transit"), "liability", CUSTODY),
    ReportLine("suspense", _("Receipts in suspense"), "liability", CUSTODY),
    ReportLine("tax_withheld", _("Tax withheld"), "liability", CUSTODY),
    ReportLine("company_money", _("The company's own money in custody"), "liability", CUSTODY),
    ReportLine("bank", _("Money at the bank"), "asset", COMPANY),
    ReportLine("due_from_custody", _("Due from custody"), "asset", COMPANY),
    ReportLine("receivables", _("Other receivables"), "asset", COMPANY),
    ReportLine("fixed_assets", _("Fixed assets"), "asset", COMPANY),
    ReportLine("other_assets", _("Other assets"), "asset", COMPANY),
    ReportLine("taxes", _("Taxes payable"), "liability", COMPANY),
    ReportLine("wages", _("Wages payable"), "liability", COMPANY),
    ReportLine("payables", _("Other payables"), "liability", COMPANY),
    ReportLine("capital", _("Paid-in capital"), "equity", COMPANY),
    ReportLine("retained", _("Retained earnings"), "equity", COMPANY),
    ReportLine("service_income", _("Income from services"), "income", COMPANY),
    ReportLine("transfer_income", _("Income from claim transfers"), "income", COMPANY),
    ReportLine("overdue_income", _("Share of overdue interest"), "income", COMPANY),
    ReportLine("other_income", _("Other income"), "income", COMPANY),
    ReportLine("customer_costs", _("Rewards and refunds to customers"), "cost", COMPANY),
    ReportLine("staff_costs", pgettext_lazy("of the income statement", "Staff"), "cost", COMPANY),
    ReportLine("operating_costs", _("Running costs"), "cost", COMPANY),
    ReportLine("bank_charges", _("Bank charges"), "cost", COMPANY),
    ReportLine("other_costs", _("Other costs"), "cost", COMPANY),
    ReportLine("loans", _("Loans outstanding"), "asset", MEMORANDUM),
    ReportLine("written_off_loans", _("Loans written off but owed"), "asset", MEMORANDUM),
    ReportLine("claims", _("Investors' claims"), "liability", MEMORANDUM),
    ReportLine("written_off_claims", _("Claims written off but owed"), "liability", MEMORANDUM),
)
LINE_OF: dict[str, ReportLine] = {line.code: line for line in LINES}

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
