"""A vote of a loan's holders, each claim counting by its outstanding principal."""

from collections.abc import Iterable
from typing import NamedTuple

from finance.domain.money import PPM


class Tally(NamedTuple):
    """Hold what a vote came to, in fen of principal: all, of it voted, of it in favour."""

    all_fen: int
    voted_fen: int
    yes_fen: int

    def is_carried(self, quorum_ppm: int, majority_ppm: int) -> bool:
        """Whether enough principal voted and enough of it was in favour; nothing voted carries nothing."""
        return (
            self.voted_fen > 0
            and self.voted_fen * PPM >= self.all_fen * quorum_ppm
            and self.yes_fen * PPM >= self.voted_fen * majority_ppm
        )


def tally(ballots: Iterable[tuple[int, bool | None]]) -> Tally:
    """Add up (principal in fen, yes, no or no answer) of every claim."""
    all_fen = voted_fen = yes_fen = 0
    for principal_fen, is_yes in ballots:
        all_fen += principal_fen
        if is_yes is not None:
            voted_fen += principal_fen
        if is_yes:
            yes_fen += principal_fen
    return Tally(all_fen, voted_fen, yes_fen)
