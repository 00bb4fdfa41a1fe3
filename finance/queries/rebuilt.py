"""The ledger rebuilt from zero: what every transfer, read once, makes of each code, beside what is kept."""

from dataclasses import dataclass

from finance.daily_invariants import daily_totals_equal_transfers
from finance.invariants import totals_equal_transfers
from finance.queries.balances import code_balances
from finance.queries.daily_totals import FIRST, LAST, Movement, movements, rebuilt_sides


@dataclass(frozen=True)
class RebuiltCode:
    """One code: rebuilt from the transfers, kept with the accounts, and as reports read it from the daily totals."""

    code: str
    rebuilt: Movement
    live: Movement
    reported: Movement

    @property
    def is_equal(self) -> bool:
        return self.rebuilt == self.live == self.reported


@dataclass(frozen=True)
class RebuiltLedger:
    """All codes, and a sentence for each account row or day that differs, the first few of many."""

    codes: list[RebuiltCode]
    differences: list[str]

    @property
    def is_equal(self) -> bool:
        return not self.differences and all(code.is_equal for code in self.codes)


def rebuild_ledger() -> RebuiltLedger:
    """Add up every transfer from zero and compare; the caller holds a snapshot."""
    nothing = Movement(0, 0)
    rebuilt: dict[str, Movement] = {}
    for side in rebuilt_sides(FIRST, LAST):
        before = rebuilt.get(side.code, nothing)
        rebuilt[side.code] = Movement(
            before.debits_fen + side.debits_fen, before.credits_fen + side.credits_fen
        )
    live = {code: Movement(one.debits_fen, one.credits_fen) for code, one in code_balances().items()}
    reported = movements(None, None)
    return RebuiltLedger(
        [
            RebuiltCode(
                code, rebuilt.get(code, nothing), live.get(code, nothing), reported.get(code, nothing)
            )
            for code in sorted({*rebuilt, *live, *reported})
        ],
        totals_equal_transfers() + daily_totals_equal_transfers(),
    )
