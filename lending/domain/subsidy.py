"""What a dealer's money set aside covers of a schedule's interest."""

from collections.abc import Sequence


def cover(interest_fen: Sequence[int], pool_fen: int) -> list[int]:
    """Return for each instalment, oldest first, the interest that the money set aside pays; fen.

    What is more than the interest covers nothing and goes back; where it is less, the last instalments go without.
    """
    covered = []
    for fen in interest_fen:
        covered.append(min(fen, pool_fen))
        pool_fen -= covered[-1]
    return covered
