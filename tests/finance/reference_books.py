"""The ledger as a child would keep it: a dict of purses. The machines of the tests hold the real one against it."""

from dataclasses import dataclass, field


class NotEnough(Exception):
    """A purse would go below zero."""


@dataclass
class PlainHold:
    owner: str
    amount_fen: int
    is_open: bool = True


@dataclass
class ReferenceBooks:
    """Purses by name: "available:A", "held:A" of customers, and the house's own by code."""

    purses: dict[str, int] = field(default_factory=dict)
    holds: list[PlainHold] = field(default_factory=list)
    # Each entry as the list of what it moved, to be moved back by a reversal.
    entries: list[list[tuple[str, str, int]]] = field(default_factory=list)
    reversed_entries: set[int] = field(default_factory=set)

    def __getitem__(self, purse: str) -> int:
        return self.purses.get(purse, 0)

    def move(self, *moves: tuple[str, str, int]) -> int:
        """Take from the first purse and give to the second, all moves or none; return the entry's position."""
        after = dict(self.purses)
        for source, target, amount_fen in moves:
            after[source] = after.get(source, 0) - amount_fen
            after[target] = after.get(target, 0) + amount_fen
        if any(amount_fen < 0 for purse, amount_fen in after.items() if purse != "bank"):
            raise NotEnough
        self.purses = after
        self.entries.append(list(moves))
        return len(self.entries) - 1

    def reverse(self, position: int) -> None:
        """Move back what an entry moved."""
        self.move(*[(target, source, amount_fen) for source, target, amount_fen in self.entries[position]])
        self.reversed_entries.add(position)

    def place_hold(self, owner: str, amount_fen: int) -> int:
        self.move((f"available:{owner}", f"held:{owner}", amount_fen))
        self.holds.append(PlainHold(owner, amount_fen))
        return len(self.holds) - 1

    def end_hold(self, position: int, target: str) -> None:
        hold = self.holds[position]
        self.move((f"held:{hold.owner}", target, hold.amount_fen))
        hold.is_open = False

    def open_holds(self) -> list[int]:
        return [position for position, hold in enumerate(self.holds) if hold.is_open]
