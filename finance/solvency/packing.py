"""How the leaves of a branch lie in one binary column: place, hash and both amounts, 64 bytes each."""

import struct
from bisect import bisect_left
from collections.abc import Sequence

from finance.domain.sum_tree import Node

# Place (16 bytes), hash (32), wallet and claims in fen (8 each, signed, largest byte first).
RECORD = struct.Struct(">16s32sqq")
# A power of two, so that a branch is a whole part of the tree. A proof costs this many hashes and one a branch.
BRANCH_SIZE = 256


def pack(leaves: Sequence[tuple[str, Node]]) -> bytes:
    """Return the bytes of these leaves, each given with its place."""
    return b"".join(
        RECORD.pack(bytes.fromhex(place), bytes.fromhex(node.hash), node.wallet_fen, node.claims_fen)
        for place, node in leaves
    )


def unpack(packed: bytes) -> tuple[list[str], list[Node]]:
    """Return the places and the leaves of a branch."""
    rows = list(RECORD.iter_unpack(packed))
    return [row[0].hex() for row in rows], [Node(row[1].hex(), row[2], row[3]) for row in rows]


def find_place(places: Sequence[str], place: str) -> int | None:
    """Return which of the sorted places is this one, None where it is not among them."""
    found = bisect_left(places, place)
    return found if found < len(places) and places[found] == place else None
