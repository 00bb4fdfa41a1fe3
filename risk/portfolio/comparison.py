"""A past day worked out again from the history of the loans, beside what was written down then."""

import datetime as dt
from dataclasses import dataclass

from lending.models import Loan
from risk.domain.loan_history import LoanState
from risk.models import SnapshotDay
from risk.portfolio.history import read_histories
from risk.portfolio.queries import loans_on, rows_on
from risk.services.seal_snapshot import digest_of
from risk.services.take_snapshot import state_of, states_of

BATCH = 500


@dataclass(frozen=True)
class Difference:
    """One loan that the snapshot and its history tell differently; None where one of them does not know it."""

    number: str
    written: LoanState | None
    recomputed: LoanState | None


@dataclass(frozen=True)
class Comparison:
    """What a day says and what its loans' history says."""

    day: SnapshotDay | None
    loans: int
    digest: str
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether the day was summed up, no loan differs and the digest still holds."""
        return self.day is not None and self.day.digest == self.digest and not self.differences


def compare_day(on: dt.date) -> Comparison:
    """Work a day out from the loans' history and hold it against its snapshot, in batches."""
    written = {row.loan_id: state_of(row) for row in rows_on(on)}
    numbers = dict(Loan.objects.filter(disbursed_on__lte=on).order_by("pk").values_list("pk", "number"))
    found, ids = [], list(numbers)
    for start in range(0, len(ids), BATCH):
        again = states_of(read_histories(ids[start : start + BATCH], on), on)
        found += [
            Difference(numbers[pk], written.get(pk), state)
            for pk, state in sorted(again.items())
            if written.get(pk) != state
        ]
    return Comparison(
        SnapshotDay.objects.filter(as_of_on=on).first(), len(ids), digest_of(loans_on(on)), tuple(found)
    )
