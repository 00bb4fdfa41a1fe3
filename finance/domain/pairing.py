"""Making transfers of what stands on two sides of an entry."""

from collections.abc import Mapping


def pair_off(debited: Mapping[str, int], credited: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return (debit, credit, fen) that move each code's amount in full, both sides in the order of their codes.

    Amounts are whole positive fen. Refuses (ValueError) sides with different sums.
    """
    if sum(debited.values()) != sum(credited.values()):
        raise ValueError("The two sides differ.")
    moves: list[tuple[str, str, int]] = []
    rest = sorted(credited.items())
    for debit, amount_fen in sorted(debited.items()):
        open_fen = amount_fen
        while open_fen:
            credit, left_fen = rest[0]
            part_fen = min(open_fen, left_fen)
            moves.append((debit, credit, part_fen))
            open_fen -= part_fen
            rest[:1] = [(credit, left_fen - part_fen)] if left_fen > part_fen else []
    return moves
