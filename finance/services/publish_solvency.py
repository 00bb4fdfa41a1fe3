"""Publish the proof of solvency of a day: one root over all wallets and claims."""

import datetime as dt
import secrets

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from finance.domain.sum_tree import Node, Root, leaf, place_of, salt_of, top_of
from finance.models import CustodyStatement, Entry, SolvencyBranch, SolvencyProof, SolvencyTree
from finance.queries.owed import code_balance_at_end_of, owed_at_end_of
from finance.solvency.packing import BRANCH_SIZE, pack

CUSTODY_BANK = "1001"
EVENT = "solvency.published"


def publish_solvency(*, day: dt.date) -> SolvencyProof:
    """Build the tree of a day and publish its root in the event log, with what lies at the custodian bank.

    Once for a day. Where nothing was posted since the day before, its tree is taken over: balances are the same, and
    only the root names the new day. Otherwise every leaf has a new salt and place, so that nobody can follow a
    neighbour from day to day.
    """
    with transaction.atomic():
        there = SolvencyProof.objects.filter(business_on=day).first()
        if there is not None:
            return there
        before = SolvencyProof.objects.filter(business_on__lt=day).order_by("-business_on").first()
        if before is not None and not _moved_since(before.business_on, day):
            tree, custody_fen = before.tree, before.custody_fen
        else:
            tree, custody_fen = _build(day), code_balance_at_end_of(day, CUSTODY_BANK)
        return _publish(day, tree, custody_fen)


def root_of(day: dt.date, tree: SolvencyTree, custody_fen: int) -> Root:
    """Return what is published of a day."""
    return Root(day, tree.leaf_count, tree.wallet_fen, tree.claims_fen, custody_fen, tree.top)


def _moved_since(last_on: dt.date, day: dt.date) -> bool:
    return Entry.objects.filter(business_date__gt=last_on, business_date__lte=day).exists()


def _build(day: dt.date) -> SolvencyTree:
    secret = secrets.token_bytes(32)
    leaves: list[tuple[str, Node]] = []
    for one in owed_at_end_of(day):
        salt = salt_of(secret, one.customer)
        leaves.append((place_of(salt), leaf(one.customer, salt, one.wallet_fen, one.claims_fen)))
    leaves.sort()
    runs = [leaves[start : start + BRANCH_SIZE] for start in range(0, len(leaves), BRANCH_SIZE)]
    tops = [top_of([node for _, node in run]) for run in runs]
    top = top_of(tops)
    tree = SolvencyTree.objects.create(
        secret=secret.hex(),
        leaf_count=len(leaves),
        wallet_fen=top.wallet_fen,
        claims_fen=top.claims_fen,
        top=top.hash,
        built_at=clock.now(),
    )
    SolvencyBranch.objects.bulk_create(
        [
            SolvencyBranch(
                tree=tree,
                position=position,
                first_place=run[0][0],
                leaves=pack(run),
                wallet_fen=above.wallet_fen,
                claims_fen=above.claims_fen,
                hash=above.hash,
            )
            for position, (run, above) in enumerate(zip(runs, tops, strict=True))
        ],
        batch_size=100,
    )
    return tree


def _publish(day: dt.date, tree: SolvencyTree, custody_fen: int) -> SolvencyProof:
    root = root_of(day, tree, custody_fen)
    stated = CustodyStatement.objects.filter(business_on=day, status__in=CustodyStatement.CURRENT)
    proof = SolvencyProof.objects.create(
        business_on=day,
        tree=tree,
        root=root.hash,
        custody_fen=custody_fen,
        stated_fen=stated.values_list("closing_fen", flat=True).first(),
        published_at=clock.now(),
    )
    record_event(
        EVENT,
        subject=proof,
        actor=None,
        data={
            "root": root.hash,
            "leaves": root.leaves,
            "wallet_fen": root.wallet_fen,
            "claims_fen": root.claims_fen,
            "custody_fen": custody_fen,
            "stated_fen": proof.stated_fen,
        },
    )
    return proof
