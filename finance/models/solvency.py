"""Proof of solvency: the published root of each close, and the tree behind it. Rows are only added."""

from django.db import models
from django.db.models import Q

from accounts.crypto import EncryptedTextField


class SolvencyTree(models.Model):
    """A sum tree of all wallets and claims; a day on which nothing moved shares that of the day before.

    `secret` makes the salts; the rows of its branches hold hashes and amounts and name nobody.
    """

    secret = EncryptedTextField()
    leaf_count = models.PositiveIntegerField()
    wallet_fen = models.BigIntegerField()
    claims_fen = models.BigIntegerField()
    top = models.CharField(max_length=64)
    built_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wallet_fen__gte=0, claims_fen__gte=0), name="solvency_tree_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.top


class SolvencyBranch(models.Model):
    """A run of leaves of one tree, packed as `finance.solvency.packing` writes them, and the node above them.

    Whoever wants one proof reads one branch and the tops of the others.
    """

    tree = models.ForeignKey(SolvencyTree, on_delete=models.PROTECT, related_name="branches")
    position = models.PositiveIntegerField()
    first_place = models.CharField(max_length=32)
    leaves = models.BinaryField()
    wallet_fen = models.BigIntegerField()
    claims_fen = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tree", "position"], name="solvency_branch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tree_id}/{self.position}"


class SolvencyProof(models.Model):
    """What is published of a close: the sums, what lies at the custodian bank, and the root over all of it."""

    business_on = models.DateField(unique=True)
    tree = models.ForeignKey(SolvencyTree, on_delete=models.PROTECT, related_name="proofs")
    root = models.CharField(max_length=64, unique=True)
    # Fen at the custodian bank by the ledger, and by the bank's own statement where there was one.
    custody_fen = models.BigIntegerField()
    stated_fen = models.BigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.business_on.isoformat()

    @property
    def number(self) -> str:
        return self.business_on.isoformat()
