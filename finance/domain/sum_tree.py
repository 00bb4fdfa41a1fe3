"""A Merkle sum tree: one root proves what every customer is owed, and each can check the own leaf in it.

Every node carries two sums, the wallets and the claims below it, and its hash is made of both children with theirs: a
fen added or left out anywhere changes the root. No sum is ever negative, so that nobody's debt hides another's money.
Hashes are SHA-256 over text, each kind of thing under a name of its own, so that a node can never pass for a leaf.

    leaf   fenqi.leaf.1|customer|salt|wallet|claims
    node   fenqi.node.1|left wallet|left claims|left hash|right wallet|right claims|right hash
    root   fenqi.root.1|day|leaves|wallets|claims|custody|top hash

Amounts are fen in plain digits, hashes and salts lower-case hex, the day as 2026-11-23. An odd node at the end of a row
goes up unchanged; nothing is ever doubled.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

EMPTY_TOP = hashlib.sha256(b"fenqi.empty.1").hexdigest()


class Node(NamedTuple):
    """A node with the sums below it; fen."""

    hash: str
    wallet_fen: int
    claims_fen: int


class Step(NamedTuple):
    """One step of a proof: the other child of the node above, and on which side it stands."""

    side: str
    node: Node


@dataclass(frozen=True)
class Root:
    """What is published of a day. `custody_fen` is what the ledger has at the custodian bank."""

    day: dt.date
    leaves: int
    wallet_fen: int
    claims_fen: int
    custody_fen: int
    top: str

    @property
    def hash(self) -> str:
        """The one hash that stands for all of it."""
        sums = f"{self.wallet_fen}|{self.claims_fen}|{self.custody_fen}"
        return _sha256(f"fenqi.root.1|{self.day.isoformat()}|{self.leaves}|{sums}|{self.top}")


def salt_of(secret: bytes, customer: str) -> str:
    """Return a customer's salt in one tree; without it, known to the customer alone, no leaf can be guessed."""
    return hmac.digest(secret, customer.encode(), "sha256").hex()


def place_of(salt: str) -> str:
    """Return where a leaf stands in its tree: in the order of salts, so that neighbours say nothing of each other."""
    return _sha256(f"fenqi.place.1|{salt}")[:32]


def leaf(customer: str, salt: str, wallet_fen: int, claims_fen: int) -> Node:
    """Return a customer's leaf. Refuses (ValueError) a negative amount."""
    if wallet_fen < 0 or claims_fen < 0:
        raise ValueError("Nobody's balance is negative.")
    return Node(_sha256(f"fenqi.leaf.1|{customer}|{salt}|{wallet_fen}|{claims_fen}"), wallet_fen, claims_fen)


def join(left: Node, right: Node) -> Node:
    """Return the node above two others."""
    text = (
        f"fenqi.node.1|{left.wallet_fen}|{left.claims_fen}|{left.hash}"
        f"|{right.wallet_fen}|{right.claims_fen}|{right.hash}"
    )
    return Node(_sha256(text), left.wallet_fen + right.wallet_fen, left.claims_fen + right.claims_fen)


def top_of(nodes: Sequence[Node]) -> Node:
    """Return the node above all of these; of none, the empty one."""
    row = list(nodes)
    while len(row) > 1:
        row = _row_above(row)
    return row[0] if row else Node(EMPTY_TOP, 0, 0)


def path_of(nodes: Sequence[Node], place: int) -> list[Step]:
    """Return the steps from the node at a place (0 is the first) to the top of these."""
    row, steps = list(nodes), []
    while len(row) > 1:
        other = place ^ 1
        if other < len(row):
            steps.append(Step("left" if other < place else "right", row[other]))
        row, place = _row_above(row), place // 2
    return steps


def follow(start: Node, path: Sequence[Step]) -> Node:
    """Return the top that a proof leads to. Refuses (ValueError) a negative sum and a side that is none."""
    node = start
    for side, other in path:
        if min(other.wallet_fen, other.claims_fen) < 0 or side not in ("left", "right"):
            raise ValueError("The path of this proof is not sound.")
        node = join(other, node) if side == "left" else join(node, other)
    return node


def _row_above(row: list[Node]) -> list[Node]:
    above = [join(row[place], row[place + 1]) for place in range(0, len(row) - 1, 2)]
    return above + row[-1:] if len(row) % 2 else above


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
