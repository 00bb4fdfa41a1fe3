"""The sum tree: every leaf is proved, and a lie of one fen anywhere is caught, by us and by the script handed out."""

import copy
import datetime as dt
import importlib.util
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.domain.sum_tree import EMPTY_TOP, Root, Step, follow, leaf, path_of, place_of, salt_of, top_of

HERE = Path(__file__)
VECTOR = HERE.parents[2] / "vectors" / "sum_tree.json"
SCRIPT = HERE.parents[3] / "static" / "solvency" / "verify_proof.py"
DAY = dt.date(2026, 11, 23)
AMOUNTS = st.tuples(st.integers(0, 10**12), st.integers(0, 10**12))


def script():
    spec = importlib.util.spec_from_file_location("verify_proof", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


find_fault = script().find_fault


def tree_of(balances, secret=b"s" * 32):
    people = [f"U{number}" for number in range(len(balances))]
    salts = {person: salt_of(secret, person) for person in people}
    rows = sorted(zip(people, balances, strict=True), key=lambda row: place_of(salts[row[0]]))
    nodes = [leaf(person, salts[person], *amounts) for person, amounts in rows]
    top = top_of(nodes)
    root = Root(DAY, len(nodes), top.wallet_fen, top.claims_fen, 10**13, top.hash)
    return rows, salts, nodes, root


def proof_of(rows, salts, nodes, root, place):
    person, (wallet_fen, claims_fen) = rows[place]
    own = {"customer": person, "salt": salts[person], "wallet_fen": wallet_fen, "claims_fen": claims_fen}
    path = [{"side": side, **node._asdict()} for side, node in path_of(nodes, place)]
    published = {
        "day": root.day.isoformat(),
        "leaves": root.leaves,
        "wallet_fen": root.wallet_fen,
        "claims_fen": root.claims_fen,
        "custody_fen": root.custody_fen,
        "top": root.top,
        "hash": root.hash,
    }
    return {"leaf": own, "path": path, "root": published}


@given(st.lists(AMOUNTS, min_size=1, max_size=9))
def test_every_leaf_leads_to_the_top_and_the_sums_are_the_sums(balances):
    rows, salts, nodes, root = tree_of(balances)
    assert root.wallet_fen == sum(wallet for wallet, _ in balances)
    assert root.claims_fen == sum(claims for _, claims in balances)
    for place in range(len(nodes)):
        assert follow(nodes[place], path_of(nodes, place)).hash == root.top
        assert find_fault(proof_of(rows, salts, nodes, root, place), root.hash) == ""


@given(
    st.lists(AMOUNTS, min_size=1, max_size=9),
    st.integers(0, 8),
    st.integers(0, 40),
    st.sampled_from(["wallet_fen", "claims_fen"]),
    st.sampled_from([1, -1]),
)
def test_a_lie_of_one_fen_in_a_leaf_or_a_sum_fails(balances, place, where, figure, lie):
    tree = tree_of(balances)
    proof = proof_of(*tree, place % len(balances))
    places = [proof["leaf"], *proof["path"], proof["root"]]
    places[where % len(places)][figure] += lie
    assert find_fault(proof, tree[3].hash) != ""


@given(st.lists(AMOUNTS, min_size=2, max_size=9), st.integers(0, 8))
def test_a_tree_that_lies_about_one_leaf_has_another_root(balances, place):
    lied = list(balances)
    wallet_fen, claims_fen = lied[place % len(lied)]
    lied[place % len(lied)] = (wallet_fen + 1, claims_fen)
    told, true = tree_of(lied), tree_of(balances)
    assert told[3].hash != true[3].hash
    for number in range(len(balances)):
        assert find_fault(proof_of(*told, number), true[3].hash) != ""


def test_a_customer_sees_what_a_false_proof_changes():
    tree = tree_of([(5, 7), (11, 13), (17, 19)])
    good = proof_of(*tree, 0)
    for change in (
        lambda proof: proof["leaf"].update(customer="U9"),
        lambda proof: proof["leaf"].update(salt="00"),
        lambda proof: proof["path"].pop(),
        lambda proof: proof["path"][0].update(side="middle"),
        lambda proof: proof["path"][0].update(wallet_fen=-1),
        lambda proof: proof["root"].update(custody_fen=1),
        lambda proof: proof["root"].update(leaves=2),
        lambda proof: proof["root"].update(day="2026-11-24"),
        lambda proof: proof["leaf"].update(wallet_fen="5"),
        lambda proof: proof["leaf"].update(wallet_fen=-5),
    ):
        wrong = copy.deepcopy(good)
        change(wrong)
        assert find_fault(wrong) != ""
    assert find_fault(good, "0" * 64) == "the root is not the one that was published 根与公布的不一致"


def test_negative_amounts_have_no_leaf_and_no_path():
    with pytest.raises(ValueError, match="negative"):
        leaf("U1", "00", -1, 0)
    node = leaf("U1", "00", 1, 0)
    with pytest.raises(ValueError, match="sound"):
        follow(node, [Step("left", node._replace(claims_fen=-1))])


def test_the_script_is_short_and_the_empty_tree_has_a_name():
    assert len(SCRIPT.read_text().splitlines()) < 80
    assert top_of([]).hash == EMPTY_TOP


def test_the_published_vector_still_holds():
    """Whoever wrote a checker of their own by this vector goes on with it: the format does not change silently."""
    vector = json.loads(VECTOR.read_text())
    amounts = [(one["wallet_fen"], one["claims_fen"]) for one in vector["balances"]]
    rows, salts, nodes, root = tree_of(amounts, bytes.fromhex(vector["secret"]))
    proofs = [proof_of(rows, salts, nodes, root, place) for place in range(len(nodes))]
    assert proofs == vector["proofs"]
