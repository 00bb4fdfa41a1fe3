"""The chart of accounts: every code of the three books, and the references that postings name accounts by."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Union

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User

CUSTODY = "custody"
COMPANY = "company"
MEMORANDUM = "memorandum"
BOOK_NAMES: dict[str, Promise] = {
    CUSTODY: _("Customers' money in custody"),
    COMPANY: _("The company's own book"),
    MEMORANDUM: _("Memorandum: what is owed between customers"),
}

# House accounts are touched by every batch: a worker adds to its own slot and reading adds the slots up.
SLOTS = 16

COMPANY_IN_CUSTODY = "2190"


class AccountRef(NamedTuple):
    """A ledger account as a posting names it; the row is found, or opened, when it is posted to."""

    code: str
    owner_id: int | None = None


@dataclass(frozen=True)
class ChartAccount:
    code: str
    name: Promise | str
    kind: str
    book: str
    is_wallet: bool = False

    @property
    def is_debit_side(self) -> bool:
        """Whether the balance stands on the debit side."""
        return self.kind in ("asset", "cost")


_ACCOUNTS = (
    ChartAccount("1001", _("Custody bank"), "asset", CUSTODY),
    ChartAccount("2001", _("Wallets, available"), "liability", CUSTODY, is_wallet=True),
    ChartAccount("2002", _("Wallets, held"), "liability", CUSTODY, is_wallet=True),
    ChartAccount("2101", _("Payouts in transit"), "liability", CUSTODY),
    ChartAccount("2190", _("The company's own money in custody"), "liability", CUSTODY),
    ChartAccount("2401", _("Receipts in suspense"), "liability", CUSTODY),
    ChartAccount("2402", _("Tax withheld"), "liability", CUSTODY),
    ChartAccount("1002", _("Company bank"), "asset", COMPANY),
    ChartAccount("1003", _("Due from custody"), "asset", COMPANY),
    ChartAccount("1221", _("Advances to recover"), "asset", COMPANY),
    ChartAccount("2221", _("Output VAT"), "liability", COMPANY),
    ChartAccount("3001", _("Paid-in capital"), "equity", COMPANY),
    ChartAccount("3104", _("Retained earnings"), "equity", COMPANY),
    ChartAccount("4001", _("Service fees of borrowers"), "income", COMPANY),
    ChartAccount("4002", _("Interest management fees of investors"), "income", COMPANY),
    ChartAccount("4003", _("Fees of claim transfers"), "income", COMPANY),
    ChartAccount("4004", _("Merchant fees of dealers"), "income", COMPANY),
    ChartAccount("4005", _("Share of overdue interest"), "income", COMPANY),
    ChartAccount("4006", _("Withdrawal fees"), "income", COMPANY),
    ChartAccount("4007", _("Early-settlement fees"), "income", COMPANY),
    ChartAccount("4099", _("Other income"), "income", COMPANY),
    ChartAccount("5001", _("Rewards paid to customers"), "cost", COMPANY),
    ChartAccount("5002", _("Refunds of overcharged interest"), "cost", COMPANY),
    ChartAccount("5003", _("Bank charges"), "cost", COMPANY),
    ChartAccount("5099", _("Other costs"), "cost", COMPANY),
    ChartAccount("1301", _("Loans outstanding"), "asset", MEMORANDUM),
    ChartAccount("2301", _("Investors' claims"), "liability", MEMORANDUM),
    ChartAccount("1302", _("Loans written off but owed"), "asset", MEMORANDUM),
    ChartAccount("2302", _("Claims written off but owed"), "liability", MEMORANDUM),
)
CHART: dict[str, ChartAccount] = {account.code: account for account in _ACCOUNTS}


def codes_of(book: str) -> tuple[str, ...]:
    """Return the codes of one book, in the order of the chart."""
    return tuple(account.code for account in _ACCOUNTS if account.book == book)


def wallet_available(owner: Union["User", int]) -> AccountRef:
    """Money a customer may spend."""
    return AccountRef("2001", owner if isinstance(owner, int) else owner.pk)


def wallet_held(owner: Union["User", int]) -> AccountRef:
    """Money of a customer that is set aside."""
    return AccountRef("2002", owner if isinstance(owner, int) else owner.pk)


def custody_bank() -> AccountRef:
    """The customers' money at the custodian bank."""
    return AccountRef("1001")


def payouts_in_transit() -> AccountRef:
    """Money that left a wallet and has not yet left the bank."""
    return AccountRef("2101")


def suspense() -> AccountRef:
    """Receipts whose owner is not known yet."""
    return AccountRef("2401")


def tax_withheld() -> AccountRef:
    """Tax kept back from interest until it is paid over."""
    return AccountRef("2402")


def company_in_custody() -> AccountRef:
    """The company's own money at the custodian bank: fees earned and not yet taken out."""
    return AccountRef(COMPANY_IN_CUSTODY)


def company_bank() -> AccountRef:
    """The company's own bank account."""
    return AccountRef("1002")


def due_from_custody() -> AccountRef:
    """The company's side of its money in custody; always equal to 2190."""
    return AccountRef("1003")


def advances_to_recover() -> AccountRef:
    """Costs the company paid for customers and recovers."""
    return AccountRef("1221")


def output_vat() -> AccountRef:
    """VAT owed on the company's fees."""
    return AccountRef("2221")


def equity() -> AccountRef:
    """What the owners paid in."""
    return AccountRef("3001")


def retained_earnings() -> AccountRef:
    """Results of past years that stayed in the company."""
    return AccountRef("3104")


def income(code: str) -> AccountRef:
    """An income account by its code; refuses (ValueError) a code that is none."""
    return _of_kind(code, "income")


def cost(code: str) -> AccountRef:
    """A cost account by its code; refuses (ValueError) a code that is none."""
    return _of_kind(code, "cost")


def loans_outstanding() -> AccountRef:
    """Principal that borrowers owe (memorandum)."""
    return AccountRef("1301")


def investors_claims() -> AccountRef:
    """Principal that investors are owed (memorandum)."""
    return AccountRef("2301")


def written_off_loans() -> AccountRef:
    """Principal written off and still legally owed (memorandum)."""
    return AccountRef("1302")


def written_off_claims() -> AccountRef:
    """Claims written off and still legally alive (memorandum)."""
    return AccountRef("2302")


def _of_kind(code: str, kind: str) -> AccountRef:
    account = CHART.get(code)
    if account is None or account.kind != kind:
        raise ValueError(f"{code} is no {kind} account.")
    return AccountRef(code)
