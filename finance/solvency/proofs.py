"""One customer's proof: the leaf, the salt and the way up to the published root."""

from dataclasses import dataclass
from typing import Any

from finance.domain.sum_tree import Node, Root, Step, follow, leaf, path_of, place_of, salt_of, top_of
from finance.models import SolvencyBranch, SolvencyProof
from finance.services.publish_solvency import root_of
from finance.solvency.packing import find_place, unpack

FORMAT = "fenqi-solvency-1"


@dataclass(frozen=True)
class CustomerProof:
    """Everything somebody needs to find the own balances in a published root."""

    customer: str
    salt: str
    leaf: Node
    path: list[Step]
    root: Root

    @property
    def holds(self) -> bool:
        """Whether the leaf leads to the root, by what the customer can work out again alone."""
        own = leaf(self.customer, self.salt, self.leaf.wallet_fen, self.leaf.claims_fen)
        top = follow(own, self.path)
        return own == self.leaf and top == Node(self.root.top, self.root.wallet_fen, self.root.claims_fen)

    def document(self) -> dict[str, Any]:
        """Return the proof as the script for customers reads it."""
        root = self.root
        return {
            "format": FORMAT,
            "leaf": {
                "customer": self.customer,
                "salt": self.salt,
                "wallet_fen": self.leaf.wallet_fen,
                "claims_fen": self.leaf.claims_fen,
            },
            "path": [{"side": step.side, **step.node._asdict()} for step in self.path],
            "root": {
                "day": root.day.isoformat(),
                "leaves": root.leaves,
                "wallet_fen": root.wallet_fen,
                "claims_fen": root.claims_fen,
                "custody_fen": root.custody_fen,
                "top": root.top,
                "hash": root.hash,
            },
        }


def proof_of(customer: str, published: SolvencyProof) -> CustomerProof | None:
    """Return a customer's proof in what was published of a day, None where the customer had no wallet then.

    Two statements; the hashes of one branch and of the tops of the branches are worked out again.
    """
    tree = published.tree
    salt = salt_of(bytes.fromhex(tree.secret), customer)
    place = place_of(salt)
    branches = list(
        SolvencyBranch.objects.filter(tree=tree)
        .order_by("position")
        .values_list("pk", "first_place", "hash", "wallet_fen", "claims_fen")
    )
    number = sum(first <= place for _, first, *_ in branches) - 1
    if number < 0:
        return None
    packed = SolvencyBranch.objects.values_list("leaves", flat=True).get(pk=branches[number][0])
    places, nodes = unpack(bytes(packed))
    own = find_place(places, place)
    if own is None:
        return None
    tops = [Node(*row[2:]) for row in branches]
    path = [*path_of(nodes, own), *path_of(tops, number)]
    return CustomerProof(
        customer, salt, nodes[own], path, root_of(published.business_on, tree, published.custody_fen)
    )


def find_faults(published: SolvencyProof) -> list[str]:
    """Return what of a published proof does not hold when it is built again from its rows: nothing, or names."""
    tree = published.tree
    tops, count = [], 0
    for branch in SolvencyBranch.objects.filter(tree=tree).order_by("position"):
        _places, nodes = unpack(bytes(branch.leaves))
        top = top_of(nodes)
        count += len(nodes)
        if top != Node(branch.hash, branch.wallet_fen, branch.claims_fen):
            return ["branch"]
        tops.append(top)
    faults = []
    if top_of(tops) != Node(tree.top, tree.wallet_fen, tree.claims_fen) or count != tree.leaf_count:
        faults.append("top")
    if root_of(published.business_on, tree, published.custody_fen).hash != published.root:
        faults.append("root")
    return faults
