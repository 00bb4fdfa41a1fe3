"""Where a change of the late share came from: who contributed how much, and by which way principal got there or left.

Both tell the whole and nothing but the whole: contributions of a side sum to the change to the last ppm, and the way
from the opening amount to the closing one sums to the fen.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import NamedTuple

from finance.domain.money import PPM
from risk.domain.migration import MatrixRow
from risk.domain.portfolio import BookFigures
from risk.domain.shares import share_ppm


class Contribution(NamedTuple):
    """Hold what one value of a side adds to the change of the late share, with its late principal then and now."""

    key: Hashable
    before_fen: int
    now_fen: int
    change_ppm: int


class Effects(NamedTuple):
    """Hold what late principal itself made of a change of its share, and what the size of the book made, in ppm."""

    late_ppm: int
    size_ppm: int


class Bridge(NamedTuple):
    """Hold the way of late principal from one day to another, in fen; the last four leave or enter by their sign."""

    opening_fen: int
    rolled_in_fen: int
    fresh_fen: int
    cured_fen: int
    repaid_fen: int
    written_off_fen: int

    @property
    def closing_fen(self) -> int:
        """Return what is late at the end."""
        came_fen = self.rolled_in_fen + self.fresh_fen
        return self.opening_fen + came_fen - self.cured_fen - self.repaid_fen - self.written_off_fen


def late_contributions(
    before: Mapping[Hashable, BookFigures],
    now: Mapping[Hashable, BookFigures],
    days: int,
) -> list[Contribution]:
    """Return what each value of a side adds to the change of PAR, the largest first.

    A value's part is its late principal as a share of the whole book, now less then; the parts are rounded so that they
    sum to the change of the two shares as they are shown.
    """
    books = [sum(one.book.fen for one in day.values()) for day in (before, now)]
    keys = sorted({*before, *now}, key=str)
    late = {key: (_late_fen(before, key, days), _late_fen(now, key, days)) for key in keys}
    exact = [_share(late[key][1], books[1]) - _share(late[key][0], books[0]) for key in keys]
    then_ppm, now_ppm = (share_ppm(sum(one[at] for one in late.values()), books[at]) for at in (0, 1))
    parts = _rounded(exact, now_ppm - then_ppm)
    found = [Contribution(key, *late[key], part) for key, part in zip(keys, parts, strict=True)]
    return sorted(found, key=lambda one: (-one.change_ppm, -one.now_fen, str(one.key)))


def late_effects(before: BookFigures, now: BookFigures, days: int) -> Effects:
    """Cut the change of PAR in two that sum to it.

    The first is the change of late principal against the later book, the second what a grown or shrunk book makes of
    the earlier late principal.
    """
    late, books = [one.par(days).fen for one in (before, now)], [before.book.fen, now.book.fen]
    then, of_now = _share(late[0], books[0]), _share(late[0], books[1])
    exact = [_share(late[1], books[1]) - of_now, of_now - then]
    return Effects(*_rounded(exact, now.par_ppm(days) - before.par_ppm(days)))


def late_bridge(rows: Sequence[MatrixRow], fresh: MatrixRow, first_bucket: int) -> Bridge:
    """Return how the principal of the buckets from one on became what it is, from the migration between two days."""
    sound, late = rows[:first_bucket], rows[first_bucket:]
    return Bridge(
        opening_fen=sum(row.opening_fen for row in late),
        rolled_in_fen=sum(sum(row.to_fen[first_bucket:]) for row in sound),
        fresh_fen=sum(fresh.to_fen[first_bucket:]),
        cured_fen=sum(sum(row.to_fen[:first_bucket]) for row in late),
        repaid_fen=sum(row.repaid_fen for row in late),
        written_off_fen=sum(row.written_off_fen for row in late),
    )


def _late_fen(day: Mapping[Hashable, BookFigures], key: Hashable, days: int) -> int:
    return day[key].par(days).fen if key in day else 0


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part * PPM, whole) if whole else Fraction(0)


def _rounded(exact: Iterable[Fraction], total: int) -> list[int]:
    """Round so that the parts sum to the total.

    What is left goes to the largest remainders; what is too much leaves the smallest ones.
    """
    values = list(exact)
    parts = [floor(value) for value in values]
    left = total - sum(parts)
    order = sorted(range(len(values)), key=lambda at: (parts[at] - values[at], at), reverse=left < 0)
    for n in range(abs(left)):
        parts[order[n % len(order)]] += 1 if left > 0 else -1
    return parts
