"""How much of a book hangs on few."""

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from risk.domain.shares import share_ppm


class Holding(NamedTuple):
    """Hold what one of many owes, in fen, with its share of the whole in ppm."""

    key: Hashable
    fen: int
    share_ppm: int


def largest(sums_fen: Mapping[Hashable, int], most: int) -> list[Holding]:
    """Return the largest holdings, equals by key."""
    whole = sum(sums_fen.values())
    ordered = sorted(sums_fen.items(), key=lambda one: (-one[1], str(one[0])))
    return [Holding(key, fen, share_ppm(fen, whole)) for key, fen in ordered[:most]]


def top_share_ppm(sums_fen: Mapping[Hashable, int], most: int) -> int:
    """Return the share of the largest ones together, rounded once."""
    return share_ppm(sum(one.fen for one in largest(sums_fen, most)), sum(sums_fen.values()))
