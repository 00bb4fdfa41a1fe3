"""Proof of solvency at the close: every customer's proof verifies, by the house and by the script handed out."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import append_only, clock
from accounts.models import Event, User
from finance.custody.sandbox_customer import pay_in
from finance.models import SolvencyBranch, SolvencyProof, SolvencyTree
from finance.services.publish_solvency import publish_solvency
from finance.services.verify_books import verify_books
from finance.solvency import packing
from finance.solvency.proofs import find_faults, proof_of
from finance.solvency.registrations import _once
from tests.arrivals import arrive
from tests.closing import close_each_through, set_today
from tests.factories import make_customer
from tests.finance.ledger_helpers import deposit

DAY = dt.date(2026, 3, 2)
A_DAY = dt.timedelta(days=1)
SCRIPT = Path(__file__).parents[2] / "static" / "solvency" / "verify_proof.py"


def run_script(document: dict, tmp_path: Path, root: str = "") -> tuple[int, str]:
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file), *([root] if root else [])],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
    )
    return done.returncode, done.stdout


@pytest.fixture
def rich(db: None) -> list[User]:
    """Five customers with 1.01, 2.01 … yuan at the bank."""
    set_today(DAY)
    people = [make_customer(f"c{number}@example.cn") for number in range(5)]
    with clock.simulated(DAY):
        for number, person in enumerate(people, start=1):
            pay_in(person, number * 100 + 1)
    return people


def test_the_close_publishes_a_root_that_holds_everybody(rich: list[User], tmp_path: Path) -> None:
    close_each_through(DAY)
    published = SolvencyProof.objects.select_related("tree").get()
    tree = published.tree
    assert (tree.leaf_count, tree.wallet_fen, tree.claims_fen) == (5, 1505, 0)
    assert published.custody_fen == published.stated_fen == 1505
    event = Event.objects.get(kind="solvency.published")
    assert event.data["root"] == published.root
    assert event.business_on == DAY
    for number, person in enumerate(rich, start=1):
        proof = proof_of(person.number, published)
        assert proof is not None
        assert proof.holds
        assert proof.leaf.wallet_fen == number * 100 + 1
        assert proof.root.hash == published.root
    document = proof.document()
    assert run_script(document, tmp_path, published.root) == (
        0,
        "OK: your balances are in the root 您的余额在根里\n",
    )
    document["leaf"]["wallet_fen"] += 1
    code, words = run_script(document, tmp_path)
    assert code == 1
    assert words.startswith("WRONG 不对: the path leads to another top")
    assert [one.name for one in verify_books().findings if not one.ok] == []


def test_branches_are_parts_of_one_tree(rich: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finance.services.publish_solvency.BRANCH_SIZE", 2)
    published = publish_solvency(day=DAY)
    assert SolvencyBranch.objects.count() == 3
    assert all(proof_of(person.number, published).holds for person in rich)
    assert find_faults(published) == []
    assert proof_of("U404", published) is None


def test_a_quiet_day_shares_the_tree_and_has_its_own_root(rich: list[User]) -> None:
    close_each_through(DAY + A_DAY)
    first, second = SolvencyProof.objects.order_by("business_on")
    assert (first.tree_id, SolvencyTree.objects.count()) == (second.tree_id, 1)
    assert first.root != second.root
    with clock.simulated(DAY + 2 * A_DAY):
        pay_in(rich[0], 500)
    close_each_through(DAY + 2 * A_DAY)
    third = SolvencyProof.objects.get(business_on=DAY + 2 * A_DAY)
    salts = {proof_of(rich[1].number, one).salt for one in (first, second, third)}
    assert (third.tree.wallet_fen, len(salts)) == (2005, 2)
    assert publish_solvency(day=DAY) == first


def test_what_is_posted_after_the_day_is_not_of_the_day(rich: list[User]) -> None:
    set_today(DAY + A_DAY)
    with clock.simulated(DAY + A_DAY):
        pay_in(rich[0], 500)
    published = publish_solvency(day=DAY)
    assert (published.tree.wallet_fen, published.custody_fen) == (1505, 1505)
    assert proof_of(rich[0].number, published).leaf.wallet_fen == 101
    next_day = publish_solvency(day=DAY + A_DAY)
    assert (next_day.tree.wallet_fen, next_day.custody_fen) == (2005, 2005)


def test_a_tampered_leaf_sum_or_root_breaks_the_invariants(rich: list[User]) -> None:
    close_each_through(DAY)
    published = SolvencyProof.objects.get()
    with append_only.lifted():
        branch = SolvencyBranch.objects.get()
        places, nodes = packing.unpack(bytes(branch.leaves))
        nodes[0] = nodes[0]._replace(wallet_fen=nodes[0].wallet_fen + 1)
        SolvencyBranch.objects.update(leaves=packing.pack(list(zip(places, nodes, strict=True))))
        assert find_faults(published) == ["branch"]
        SolvencyProof.objects.update(root="0" * 64)
    broken = [one.name for one in verify_books().findings if not one.ok]
    assert broken == ["solvency_roots_are_logged", "solvency_adds_up"]


def test_the_number_of_statements_does_not_grow_with_customers(db: None) -> None:
    set_today(DAY)
    counts = []
    for size, day in ((2, DAY), (30, DAY + A_DAY)):
        for number in range(size):
            deposit(make_customer(f"q{day}{number}@example.cn", verified=False), 100)
        with CaptureQueriesContext(connection) as captured:
            publish_solvency(day=day)
        counts.append(len(captured))
        set_today(day + A_DAY)
    assert counts[1] <= counts[0] + 1
    assert _once(DAY, 1, 200) == []


def test_the_pages_show_the_own_leaf_and_nobody_elses(rich: list[User], tmp_path: Path) -> None:
    owner = rich[2]
    client = arrive(owner)
    client.cookies["django_language"] = "en"
    assert "Nothing is published yet" in client.get("/wallet/proof/").content.decode()
    assert client.get("/wallet/proof.json")["Location"] == "/wallet/proof/"
    close_each_through(DAY)
    page = client.get("/wallet/proof/").content.decode()
    assert "Your balances are in the published root" in page
    assert "¥3.01" in page
    file = client.get("/wallet/proof.json?day=2026-03-02")
    assert run_script(file.json(), tmp_path)[0] == 0
    assert file.json()["leaf"]["customer"] == owner.number
    assert client.get("/wallet/proof/?day=2026-03-03").status_code == 404
    assert client.get("/wallet/proof/?day=nonsense").status_code == 404
    public = Client().get("/disclosure/solvency/").content.decode()
    assert SolvencyProof.objects.get().root in public
    assert all(person.number not in public for person in rich)
    late = arrive(make_customer("late@example.cn"))
    late.cookies["django_language"] = "en"
    assert "You had no wallet on that day" in late.get("/wallet/proof/").content.decode()
