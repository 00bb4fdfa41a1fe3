"""What a dealer's wallet got and gave in a period, entry by entry, from the ledger itself."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q, Sum

from accounts.models import User
from finance import chart
from finance.models import LedgerAccount, Transfer

# The columns of a statement; what is none of them is "other".
COLUMNS = {
    "principal": "financed",
    "down_payment": "down_payment",
    "merchant_fee": "fee",
    "retention": "retention",
    "subsidy": "subsidy",
}

# Of what was set aside the interest is paid in an entry of its own, once it came back to the free money.
PAID_BY_DEALER = "loan.payment.dealer"


@dataclass
class SettlementLine:
    """One entry as the dealer's free money felt it, in fen; positive is money that came."""

    on: dt.date
    kind: str
    reference: str
    parts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def net_fen(self) -> int:
        return sum(self.parts.values())

    def part(self, name: str) -> int:
        return self.parts.get(name, 0)

    @property
    def financed_fen(self) -> int:
        return self.part("financed")

    @property
    def down_payment_fen(self) -> int:
        return self.part("down_payment")

    @property
    def fee_fen(self) -> int:
        return self.part("fee")

    @property
    def retention_fen(self) -> int:
        return self.part("retention")

    @property
    def subsidy_fen(self) -> int:
        return self.part("subsidy")

    @property
    def other_fen(self) -> int:
        return self.part("other")


@dataclass(frozen=True)
class Settlement:
    """A period from its first to its last day: opening + every line's net = closing."""

    first_on: dt.date
    last_on: dt.date
    opening_fen: int
    lines: list[SettlementLine]

    @property
    def closing_fen(self) -> int:
        return self.opening_fen + sum(line.net_fen for line in self.lines)

    @property
    def total(self) -> SettlementLine:
        """Return every column added up."""
        total = SettlementLine(self.last_on, "", "")
        for line in self.lines:
            for name, fen in line.parts.items():
                total.parts[name] += fen
        return total


def settlement_of_period(dealer: User, first_on: dt.date, last_on: dt.date) -> Settlement:
    """Return the statement of the login that holds the dealer's wallet."""
    account = LedgerAccount.objects.filter(code=chart.wallet_available(dealer).code, owner=dealer).first()
    if account is None:
        return Settlement(first_on, last_on, 0, [])
    moves = Transfer.objects.filter(Q(debit=account) | Q(credit=account))
    before = moves.filter(entry__business_date__lt=first_on)
    came = before.filter(credit=account).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    went = before.filter(debit=account).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    lines: dict[int, SettlementLine] = {}
    within = moves.filter(entry__business_date__range=(first_on, last_on)).order_by("entry_id", "pk")
    for entry_id, on, kind, reference, purpose, credit_id, fen in within.values_list(
        "entry_id",
        "entry__business_date",
        "entry__kind",
        "entry__reference",
        "purpose",
        "credit_id",
        "amount_fen",
    ):
        line = lines.setdefault(entry_id, SettlementLine(on, kind, reference))
        column = "subsidy" if kind == PAID_BY_DEALER else COLUMNS.get(purpose, "other")
        line.parts[column] += fen if credit_id == account.pk else -fen
    return Settlement(first_on, last_on, came - went, list(lines.values()))
