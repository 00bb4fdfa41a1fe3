"""How the committee's decisions turned out: how long they took, how united they were, how the loans went."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from finance.domain.money import PPM, divide_half_up

BAD_DAYS = 90
# Amounts in fen, half-open: from the first up to below the next; the last has no end.
BANDS: tuple[int, ...] = (0, 2_000_000, 5_000_000, 10_000_000, 20_000_000)


@dataclass(frozen=True)
class DueLine:
    """One instalment: when it was due, and when it was settled or gave way to another schedule; None while owed."""

    due_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class Share:
    """A part of a whole; without a whole there is no rate."""

    part: int
    whole: int

    @property
    def ppm(self) -> int | None:
        return divide_half_up(self.part * PPM, self.whole) if self.whole else None


def was_bad(lines: Iterable[DueLine], on: dt.date, *, is_written_off: bool = False) -> bool:
    """Tell whether a loan was ever more than 90 days past due by a date, or was written off."""
    return is_written_off or any(((line.ended_on or on) - line.due_on).days > BAD_DAYS for line in lines)


def band_of(amount_fen: int) -> int:
    """Return the place of an amount's band among BANDS."""
    return sum(amount_fen >= edge for edge in BANDS) - 1


def middle_hours(seconds: Sequence[int]) -> int | None:
    """Return the median of durations in whole hours, rounded half up; None without any."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return divide_half_up(low + high, 2 * 3600)
