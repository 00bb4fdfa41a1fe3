"""What stands on each code of the chart, all slots and owners together."""

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.functional import Promise

from finance.chart import CHART, ChartAccount
from finance.chart_in_force import find_accounts
from finance.models import LedgerAccount


@dataclass(frozen=True)
class CodeBalance:
    account: ChartAccount
    debits_fen: int
    credits_fen: int

    @property
    def code(self) -> str:
        return self.account.code

    @property
    def name(self) -> Promise | str:
        return self.account.name

    @property
    def book(self) -> str:
        return self.account.book

    @property
    def balance_fen(self) -> int:
        """The balance on the account's normal side."""
        difference_fen = self.debits_fen - self.credits_fen
        return difference_fen if self.account.is_debit_side else -difference_fen


def code_balances() -> dict[str, CodeBalance]:
    """Return the totals of every code of the chart, and of those that a published chart added."""
    rows = LedgerAccount.objects.order_by().values_list("code")
    sums = {
        code: (int(debits_fen), int(credits_fen))
        for code, debits_fen, credits_fen in rows.annotate(Sum("debits_fen"), Sum("credits_fen"))
    }
    accounts = CHART | find_accounts(sums)
    return {code: CodeBalance(account, *sums.get(code, (0, 0))) for code, account in accounts.items()}
