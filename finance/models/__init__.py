from finance.models.hold import Hold
from finance.models.ledger import Entry, LedgerAccount, Transfer
from finance.models.payout_halt import PayoutHalt

__all__ = ["Entry", "Hold", "LedgerAccount", "PayoutHalt", "Transfer"]
