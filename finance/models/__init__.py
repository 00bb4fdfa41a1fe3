from finance.models.account_day import AccountDay
from finance.models.bank_card import BankCard, CustodyCustomer
from finance.models.book_period import Adjustment, BookPeriod, OpeningBalance, YearEnd
from finance.models.chart_version import ChartLine, ChartVersion
from finance.models.custody_notification import BankTransaction, CustodyNonce, CustodyNotification
from finance.models.deposit import Deposit
from finance.models.hold import Hold
from finance.models.ledger import Entry, LedgerAccount, Transfer
from finance.models.payout_halt import PayoutHalt
from finance.models.reconciliation import CustodyStatement, ReconciliationBreak, StatementLine
from finance.models.sandbox_bank import (
    SandboxCard,
    SandboxCustomer,
    SandboxNotification,
    SandboxPlan,
    SandboxTransaction,
)
from finance.models.solvency import SolvencyBranch, SolvencyProof, SolvencyTree
from finance.models.suspense import SuspenseItem
from finance.models.wallet_freeze import WalletFreeze
from finance.models.withdrawal import Withdrawal

__all__ = [
    "AccountDay",
    "Adjustment",
    "BankCard",
    "BankTransaction",
    "BookPeriod",
    "ChartLine",
    "ChartVersion",
    "CustodyCustomer",
    "CustodyNonce",
    "CustodyNotification",
    "CustodyStatement",
    "Deposit",
    "Entry",
    "Hold",
    "LedgerAccount",
    "OpeningBalance",
    "PayoutHalt",
    "ReconciliationBreak",
    "SandboxCard",
    "SandboxCustomer",
    "SandboxNotification",
    "SandboxPlan",
    "SandboxTransaction",
    "SolvencyBranch",
    "SolvencyProof",
    "SolvencyTree",
    "StatementLine",
    "SuspenseItem",
    "Transfer",
    "WalletFreeze",
    "Withdrawal",
    "YearEnd",
]
