from finance.models.bank_card import BankCard, CustodyCustomer
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
    "BankCard",
    "BankTransaction",
    "CustodyCustomer",
    "CustodyNonce",
    "CustodyNotification",
    "CustodyStatement",
    "Deposit",
    "Entry",
    "Hold",
    "LedgerAccount",
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
]
